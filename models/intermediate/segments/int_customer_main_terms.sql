{{ config(**by_customer()) }}
with labelled as {{ read_anew() }}(
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

-- A renewal at the same price changes nothing.
changes as (
    select
        customer_id,
        segment_type,
        segment_value,
        month_index,
        sum(arr_change) as arr_change
    from starts_and_ends
    group by customer_id, segment_type, segment_value, month_index
    having sum(arr_change) <> 0
),

change_months as (
    select
        customer_id,
        segment_type,
        month_index
    from changes
    group by customer_id, segment_type, month_index
),

-- The months in which a value carries ARR.
levels as (
    select
        customer_id,
        segment_type,
        segment_value,
        month_index,
        {{ running_sum('arr_change', ['customer_id', 'segment_type', 'segment_value']) }} as arr,
        lead(month_index) over (
            partition by customer_id, segment_type, segment_value order by month_index
        ) as until_month_index
    from changes
),

carried as (
    select
        *,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from levels
    where arr > 0
),

ranked as (
    select
        change_months.customer_id,
        change_months.segment_type,
        change_months.month_index,
        carried.segment_value,
        row_number() over (
            partition by
                change_months.customer_id, change_months.segment_type, change_months.month_index
            order by carried.arr desc, carried.segment_value asc
        ) as value_rank
    from change_months
    left join carried
        on
            change_months.customer_id = carried.customer_id
            and change_months.segment_type = carried.segment_type
            and change_months.month_index >= carried.month_index
            and change_months.month_index < carried.before_month_index
),

-- Where nothing carries ARR, all values carry the same, and the first of them counts.
valued as (
    select
        ranked.customer_id,
        ranked.segment_type,
        coalesce(ranked.segment_value, spans.first_value) as segment_value,
        ranked.month_index
    from ranked
    inner join spans
        on
            ranked.customer_id = spans.customer_id
            and ranked.segment_type = spans.segment_type
    where ranked.value_rank = 1
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
