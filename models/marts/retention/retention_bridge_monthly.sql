with company as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
),

products as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
),

product_parts as (
    select
        products.arr_month,
        products.window_months,
        products.product_id as component,
        'product' as component_type,
        products.opening_arr,
        products.closing_arr,
        products.nrr
    from products
    -- Credits and exchange rates can make a base worth nothing that still has ARR now.
    where products.opening_arr > 0 or products.closing_arr > 0
),

product_totals as (
    select
        arr_month,
        window_months,
        sum(closing_arr) as closing_arr
    from products
    group by arr_month, window_months
),

entered_parts as (
    select
        company.arr_month,
        company.window_months,
        '(entered)' as component,
        'entered' as component_type,
        0 as opening_arr,
        company.closing_arr - coalesce(product_totals.closing_arr, 0) as closing_arr,
        cast(null as {{ rate_type() }}) as nrr
    from company
    left join product_totals
        on
            company.arr_month = product_totals.arr_month
            and company.window_months = product_totals.window_months
    where company.opening_arr > 0
),

parts as (
    select * from product_parts
    union all
    select * from entered_parts
)

select
    parts.arr_month,
    parts.window_months,
    parts.component_type,
    parts.component,

    cast(parts.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(parts.closing_arr as {{ money_total_type() }}) as closing_arr,
    company.opening_arr as company_opening_arr,
    parts.nrr,
    {{ safe_divide('parts.opening_arr', 'company.opening_arr') }} as opening_share,
    {{ safe_divide('parts.closing_arr', 'company.opening_arr') }} as nrr_contribution,
    company.nrr as company_nrr
from parts
inner join company
    on
        parts.arr_month = company.arr_month
        and parts.window_months = company.window_months
