with product_months as (
    select * from {{ ref('product_retention', 'int_product_months') }}
),

movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

movement_totals as (
    select
        product_id,
        arr_month,
        {{ movement_columns('movement_type', 'arr_change') }}
    from movements
    group by product_id, arr_month
)

select
    product_months.arr_month,
    product_months.product_id,

    product_months.opening_arr,
    {%- for movement_type in movement_types() %}
    cast(coalesce(movement_totals.{{ movement_type }}_arr, 0) as {{ money_total_type() }})
        as {{ movement_type }}_arr,
    {%- endfor %}
    product_months.closing_arr
from product_months
left join movement_totals
    on
        product_months.product_id = movement_totals.product_id
        and product_months.arr_month = movement_totals.arr_month
