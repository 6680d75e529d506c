with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

months as (
    select * from {{ ref('int_months') }}
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
            customer_changes.month_index <= months.month_index
            and coalesce(customer_changes.until_month_index, {{ no_month_index() }})
            > months.month_index
    where customer_changes.arr > 0
),

valued as (
    select
        customer_id,
        'arr_rank' as segment_type,
        month_index,
        -- A fifth, rounded up: in whole numbers, so that no engine rounds it otherwise.
        case when 5 * (arr_rank - 1) < customers then 'top 20 %' else 'rest' end as segment_value
    from ranked
)

{{ value_stretches('valued') }}
