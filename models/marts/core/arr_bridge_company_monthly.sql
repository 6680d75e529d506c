with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

customers as (
    select * from {{ ref('product_retention', 'int_customer_roll_forward') }}
    where scope = 'company' and window_months = 1
),

changes as (
    select
        from_month,
        sum(arr_change) as arr_change
    from customer_changes
    group by from_month
),

totals as (
    select
        months.arr_month,
        coalesce(changes.arr_change, 0) as arr_change,
        coalesce(
            sum(changes.arr_change) over (
                order by months.month_index
                rows between unbounded preceding and current row
            ), 0
        ) as closing_arr
    from months
    left join changes
        on months.month_index = changes.from_month
),

movement_totals as (
    select
        arr_month,
        {{ movement_columns('movement_type', 'arr_change') }}
    from movements
    group by arr_month
)

select
    totals.arr_month,

    cast(totals.closing_arr - totals.arr_change as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast(coalesce(movement_totals.{{ movement_type }}_arr, 0) as {{ money_total_type() }})
        as {{ movement_type }}_arr,
    {%- endfor %}
    cast(totals.closing_arr as {{ money_total_type() }}) as closing_arr,
    customers.opening_customers,
    customers.new_customers,
    customers.reactivated_customers,
    customers.churned_customers,
    customers.closing_customers,
    {{ safe_divide('totals.closing_arr', 'customers.closing_customers') }} as arr_per_customer
from totals
inner join customers
    on totals.arr_month = customers.arr_month
left join movement_totals
    on totals.arr_month = movement_totals.arr_month
