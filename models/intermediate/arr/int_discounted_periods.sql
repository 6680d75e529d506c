-- Only the customers that have a discount on a line of its own: most books have none.
with lines as (
    select * from {{ ref('product_retention', 'int_discount_lines') }}
),

periods as (
    select * from {{ ref('product_retention', 'int_license_periods') }}
),

customers as (
    select customer_id
    from lines
    group by customer_id
),

discounted as (
    select
        periods.*,
        lines.customer_id is not null and periods.arr < 0 as is_discount
    from customers
    inner join periods
        on customers.customer_id = periods.customer_id
    left join lines
        on
            periods.customer_id = lines.customer_id
            and periods.product_id = lines.product_id
),

bounds as (
    {%- for month in ['from_month', 'to_month'] %}
    select
        customer_id,
        {{ month }} as month_index
    from discounted
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

months as (
    select
        customer_id,
        month_index
    from bounds
    group by customer_id, month_index
),

intervals as (
    select
        customer_id,
        month_index as from_month,
        lead(month_index) over (partition by customer_id order by month_index) as to_month
    from months
)

select
    discounted.license_id,
    discounted.customer_id,
    discounted.product_id,

    intervals.from_month,
    intervals.to_month,
    discounted.from_month as period_from_month,
    discounted.arr,
    discounted.arr_in_currency,

    discounted.is_discount
from intervals
inner join discounted
    on
        intervals.customer_id = discounted.customer_id
        and intervals.from_month >= discounted.from_month
        and intervals.from_month < discounted.to_month
