with classified as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

segments as (
    select * from {{ ref('product_retention', 'int_customer_segments') }}
    where segment_type <> '(all)'
),

-- A movement counts in the segment that the customer was in before; of one that had no ARR then, in
-- the segment that it is in now.
movements as (
    {%- for kind, amount in [
        ('movement_type', 'arr_change'), ('migration_type', 'migrated_arr'), ("'fx'", 'fx_arr'),
    ] %}
    select
        customer_id,
        month_index,
        case when is_customer_entering then month_index else month_index - 1 end as segment_month,
        {{ kind }} as movement_kind,
        {{ amount }} as amount
    from classified
    where {{ amount }} <> 0
    union all
    {%- endfor %}
    select
        customer_id,
        from_month as month_index,
        case when opening_arr = 0 then from_month else from_month - 1 end as segment_month,
        case
            when opening_arr > 0 then 'churned_customers'
            when {{ is_returning('left_month', 'from_month') }} then 'reactivated_customers'
            else 'new_customers'
        end as movement_kind,
        1 as amount
    from customer_changes
    where
        (opening_arr = 0 and arr > 0)
        or (opening_arr > 0 and arr = 0)
),

sequenced as (
    select
        *,
        lag(segment_value) over (
            partition by customer_id, segment_type order by from_month
        ) as previous_value
    from segments
),

-- A customer with ARR before and after takes with it what it has after the movements of the month.
moves as (
    select
        sequenced.segment_type,
        sequenced.segment_value,
        sequenced.previous_value,
        sequenced.from_month as month_index,
        customer_changes.arr
    from sequenced
    inner join customer_changes
        on
            sequenced.customer_id = customer_changes.customer_id
            and sequenced.from_month >= customer_changes.from_month
            and sequenced.from_month < customer_changes.to_month
    where
        sequenced.segment_value <> sequenced.previous_value
        and customer_changes.arr > 0
        and (customer_changes.from_month < sequenced.from_month or customer_changes.opening_arr > 0)
),

all_movements as (
    select
        segments.segment_type,
        segments.segment_value,
        movements.month_index,
        movements.movement_kind,
        movements.amount
    from movements
    inner join segments
        on
            movements.customer_id = segments.customer_id
            and movements.segment_month >= segments.from_month
            and movements.segment_month < segments.to_month
    {%- for kind, side, amount in [
        ('moved_in_arr', 'segment_value', 'arr'), ('moved_in_customers', 'segment_value', '1'),
        ('moved_out_arr', 'previous_value', '-arr'), ('moved_out_customers', 'previous_value', '1'),
    ] %}
    union all
    select
        segment_type,
        {{ side }} as segment_value,
        month_index,
        '{{ kind }}' as movement_kind,
        {{ amount }} as amount
    from moves
    {%- endfor %}
)

select
    segment_type,
    segment_value,
    movement_kind,

    month_index,
    cast(sum(amount) as {{ money_total_type() }}) as amount
from all_movements
group by segment_type, segment_value, movement_kind, month_index
