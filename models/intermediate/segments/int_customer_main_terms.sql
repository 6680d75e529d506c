{{ config(**by_customer()) }}
with labelled as (
    select * from {{ ref('int_labelled_terms') }}
    {{ only_changed_customers() }}
),

-- Most customers never have more than one value, and need no comparison.
spans as (
    select
        customer_id,
        segment_type,
        min(segment_value) as first_value,
        max(segment_value) as last_value,
        min(first_month_index) as month_index
    from labelled
    group by customer_id, segment_type
),

compared as (
    select labelled.*
    from labelled
    inner join spans
        on
            labelled.customer_id = spans.customer_id
            and labelled.segment_type = spans.segment_type
    where spans.first_value <> spans.last_value
),

starts_and_ends as (
    select
        customer_id,
        segment_type,
        segment_value,
        first_month_index as month_index,
        arr as arr_change
    from compared
    union all
    select
        customer_id,
        segment_type,
        segment_value,
        until_month_index as month_index,
        -arr as arr_change
    from compared
    where until_month_index is not null
),

changes as (
    select
        customer_id,
        segment_type,
        segment_value,
        month_index,
        sum(arr_change) as arr_change
    from starts_and_ends
    group by customer_id, segment_type, segment_value, month_index
),

change_months as (
    select
        customer_id,
        segment_type,
        month_index
    from changes
    group by customer_id, segment_type, month_index
),

customer_values as (
    select
        customer_id,
        segment_type,
        segment_value
    from changes
    group by customer_id, segment_type, segment_value
),

states as (
    select
        change_months.customer_id,
        change_months.segment_type,
        customer_values.segment_value,
        change_months.month_index,
        {{ running_sum(
            'coalesce(changes.arr_change, 0)',
            [
                'change_months.customer_id', 'change_months.segment_type',
                'customer_values.segment_value',
            ],
            'change_months.month_index'
        ) }} as arr
    from change_months
    inner join customer_values
        on
            change_months.customer_id = customer_values.customer_id
            and change_months.segment_type = customer_values.segment_type
    left join changes
        on
            change_months.customer_id = changes.customer_id
            and change_months.segment_type = changes.segment_type
            and change_months.month_index = changes.month_index
            and customer_values.segment_value = changes.segment_value
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, segment_type, month_index
            order by arr desc, segment_value asc
        ) as value_rank
    from states
),

valued as (
    select
        customer_id,
        segment_type,
        segment_value,
        month_index
    from ranked
    where value_rank = 1
    union all
    select
        customer_id,
        segment_type,
        first_value as segment_value,
        month_index
    from spans
    where first_value = last_value
)

{{ value_stretches('valued') }}
