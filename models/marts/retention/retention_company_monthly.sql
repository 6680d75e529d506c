with company as (
    select * from {{ ref('int_retention_company') }}
),

products as (
    select * from {{ ref('int_retention_product') }}
),

prices as (
    select
        arr_month,
        window_months,
        sum(price_arr) as price_arr
    from products
    group by arr_month, window_months
),

measures as (
    select
        company.*,
        cast(coalesce(prices.price_arr, 0) as {{ money_total_type() }}) as price_arr
    from company
    left join prices
        on
            company.arr_month = prices.arr_month
            and company.window_months = prices.window_months
)

select
    window_months,
    opening_arr,
    expansion_arr,
    contraction_arr,
    churned_arr,
    closing_arr,
    price_arr,
    opening_customers,
    churned_customers,
    {{ retention_rates() }},

    arr_month
from measures
