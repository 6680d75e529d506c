{#- The rows of the summary: the company first, then its products, at the last month. The month is a
    text, since not every driver gives a date as one. -#}
{% macro summary_figures_sql(short_window, long_window) -%}
{%- set last_month -%}
(select max(arr_month) from {{ ref('arr_bridge_company_monthly') }})
{%- endset -%}
with customer_counts as (
    select
        product_id,
        count(*) as customers
    from {{ ref('fct_arr_monthly') }}
    where arr > 0 and arr_month = {{ last_month }}
    group by product_id
),

figures as (
    select
        0 as position,
        'Company' as label,
        {{ text_of('bridge.arr_month') }} as arr_month,
        bridge.closing_arr,
        short_window.nrr as short_nrr,
        short_window.grr as short_grr,
        long_window.nrr as long_nrr,
        long_window.grr as long_grr,
        long_window.is_small_base,
        (select count(*) from {{ ref('dim_customers') }} where is_active) as customers
    from {{ ref('arr_bridge_company_monthly') }} as bridge
    inner join {{ ref('retention_company_monthly') }} as short_window
        on bridge.arr_month = short_window.arr_month and short_window.window_months = {{ short_window }}
    inner join {{ ref('retention_company_monthly') }} as long_window
        on bridge.arr_month = long_window.arr_month and long_window.window_months = {{ long_window }}
    where bridge.arr_month = {{ last_month }}
    union all
    select
        1 as position,
        products.product_name as label,
        {{ text_of('bridge.arr_month') }} as arr_month,
        bridge.closing_arr,
        short_window.nrr as short_nrr,
        short_window.grr as short_grr,
        long_window.nrr as long_nrr,
        long_window.grr as long_grr,
        long_window.is_small_base,
        coalesce(customer_counts.customers, 0) as customers
    from {{ ref('arr_bridge_product_monthly') }} as bridge
    inner join {{ ref('dim_products') }} as products
        on bridge.product_id = products.product_id
    inner join {{ ref('retention_product_monthly') }} as short_window
        on
            bridge.arr_month = short_window.arr_month
            and bridge.product_id = short_window.product_id
            and short_window.window_months = {{ short_window }}
    inner join {{ ref('retention_product_monthly') }} as long_window
        on
            bridge.arr_month = long_window.arr_month
            and bridge.product_id = long_window.product_id
            and long_window.window_months = {{ long_window }}
    left join customer_counts
        on bridge.product_id = customer_counts.product_id
    where bridge.arr_month = {{ last_month }}
)

select * from figures
order by position, closing_arr desc, label
limit 26
{%- endmacro %}
