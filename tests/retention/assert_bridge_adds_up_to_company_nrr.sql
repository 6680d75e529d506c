-- The components add up to the company, and every row states the company as it is.
with bridge as (
    select * from {{ ref('product_retention', 'retention_bridge_monthly') }}
),

company as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where opening_arr > 0
),

sums as (
    select
        arr_month,
        window_months,
        sum(closing_arr) as closing_arr,
        sum(opening_arr) as opening_arr,
        min(company_opening_arr) as least_company_opening_arr,
        max(company_opening_arr) as most_company_opening_arr,
        min(company_nrr) as least_company_nrr,
        max(company_nrr) as most_company_nrr
    from bridge
    group by arr_month, window_months
)

select
    company.arr_month,
    company.window_months,
    company.closing_arr - coalesce(sums.closing_arr, 0) as closing_difference,
    company.opening_arr - coalesce(sums.opening_arr, 0) as opening_difference
from company
left join sums
    on
        company.arr_month = sums.arr_month
        and company.window_months = sums.window_months
where
    company.closing_arr <> coalesce(sums.closing_arr, 0)
    or company.opening_arr <> coalesce(sums.opening_arr, 0)
    or company.opening_arr <> sums.least_company_opening_arr
    or company.opening_arr <> sums.most_company_opening_arr
    or abs(company.nrr - sums.least_company_nrr) > 1e-12 * (1 + company.nrr)
    or abs(company.nrr - sums.most_company_nrr) > 1e-12 * (1 + company.nrr)
