with product_months as (
    select * from {{ ref('product_retention', 'int_product_months') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

customers as (
    select * from {{ ref('product_retention', 'int_customer_roll_forward') }}
    where scope = 'product' and window_months = 1
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
    products.product_name,

    product_months.opening_arr,
    {%- for movement_type in movement_types() %}
    cast(coalesce(movement_totals.{{ movement_type }}_arr, 0) as {{ money_total_type() }})
        as {{ movement_type }}_arr,
    {%- endfor %}
    product_months.closing_arr,
    customers.opening_customers,
    customers.new_customers,
    customers.reactivated_customers,
    customers.churned_customers,
    customers.closing_customers,
    {{ safe_divide('product_months.closing_arr', 'customers.closing_customers') }}
        as arr_per_customer
from product_months
inner join products
    on product_months.product_id = products.product_id
inner join customers
    on
        product_months.product_id = customers.item
        and product_months.arr_month = customers.arr_month
left join movement_totals
    on
        product_months.product_id = movement_totals.product_id
        and product_months.arr_month = movement_totals.arr_month
