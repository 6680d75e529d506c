with customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
    where arr > 0
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

ranked as (
    select
        customer_changes.customer_id,
        months.month_index,
        row_number() over (
            partition by months.month_index
            order by customer_changes.arr desc, customer_changes.customer_id asc
        ) as arr_rank,
        count(*) over (partition by months.month_index) as customers
    from customer_changes
    inner join months
        on
            customer_changes.from_month <= months.month_index
            and customer_changes.to_month > months.month_index
),

-- A fifth of the customers, rounded up: in whole numbers, so that no engine rounds it otherwise.
valued as (
    select
        customer_id,
        'arr_rank' as segment_type,
        case when 5 * (arr_rank - 1) < customers then 'top 20 %' else 'rest' end as segment_value,
        month_index as from_month
    from ranked
)

{{ value_intervals('valued') }}
