-- The compounded method is the product of twelve monthly rates, here by way of logarithms.
{{ config(enabled=1 in list_var('retention_windows')) }}

with methods as (
    select * from {{ ref('product_retention', 'retention_methods') }}
    where method = 'compounded_monthly_12m'
),

monthly as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 1
),

logarithms as (
    select
        arr_month,
        sum(ln(nullif(nrr, 0))) over (
            order by arr_month rows between 11 preceding and current row
        ) as nrr_logarithm,
        sum(ln(nullif(grr, 0))) over (
            order by arr_month rows between 11 preceding and current row
        ) as grr_logarithm,
        sum(case when nrr = 0 then 1 else 0 end) over (
            order by arr_month rows between 11 preceding and current row
        ) as months_of_nothing
    from monthly
)

select
    methods.arr_month,
    methods.nrr - exp(logarithms.nrr_logarithm) as nrr_difference,
    methods.grr - exp(logarithms.grr_logarithm) as grr_difference
from methods
inner join logarithms
    on methods.arr_month = logarithms.arr_month
where
    logarithms.months_of_nothing = 0
    and (
        abs(methods.nrr - exp(logarithms.nrr_logarithm)) > 1e-9 * (1 + methods.nrr)
        or abs(methods.grr - exp(logarithms.grr_logarithm)) > 1e-9 * (1 + methods.grr)
    )
