{%- set windows = list_var('retention_windows') | sort -%}
{%- set short_window = 1 if 1 in windows else windows | first -%}
{%- set long_window = 12 if 12 in windows else windows | last -%}

with last_month as (
    select max(arr_month) as arr_month
    from {{ ref('product_retention', 'dim_months') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

spine as (
    select * from {{ ref('product_retention', 'fct_arr_monthly') }}
    where arr > 0
),

closings as (
    select
        arr_month,
        'company' as scope,
        '(all)' as product_id,
        closing_arr
    from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
    union all
    select
        arr_month,
        'product' as scope,
        product_id,
        closing_arr
    from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

retention as (
    select
        arr_month,
        window_months,
        '(all)' as product_id,
        nrr,
        grr,
        is_small_base
    from {{ ref('product_retention', 'retention_company_monthly') }}
    union all
    select
        arr_month,
        window_months,
        product_id,
        nrr,
        grr,
        is_small_base
    from {{ ref('product_retention', 'retention_product_monthly') }}
),

customer_counts as (
    select
        '(all)' as product_id,
        count(*) as customers
    from {{ ref('product_retention', 'dim_customers') }}
    where is_active
    union all
    select
        spine.product_id,
        count(*) as customers
    from spine
    inner join last_month
        on spine.arr_month = last_month.arr_month
    group by spine.product_id
)

select
    closings.arr_month,
    {{ short_window }} as short_window_months,
    {{ long_window }} as long_window_months,
    closings.scope,
    closings.product_id,
    case when closings.scope = 'company' then 'Company' else products.product_name end
        as product_name,

    closings.closing_arr,
    cast(coalesce(customer_counts.customers, 0) as integer) as customers,

    short_windows.nrr as short_nrr,
    short_windows.grr as short_grr,
    long_windows.nrr as long_nrr,
    long_windows.grr as long_grr,

    long_windows.is_small_base
from closings
inner join last_month
    on closings.arr_month = last_month.arr_month
left join products
    on closings.product_id = products.product_id
left join customer_counts
    on closings.product_id = customer_counts.product_id
inner join retention as short_windows
    on
        closings.arr_month = short_windows.arr_month
        and closings.product_id = short_windows.product_id
        and short_windows.window_months = {{ short_window }}
inner join retention as long_windows
    on
        closings.arr_month = long_windows.arr_month
        and closings.product_id = long_windows.product_id
        and long_windows.window_months = {{ long_window }}
