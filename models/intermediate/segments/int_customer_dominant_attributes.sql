with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_period_values') }}
    where arr > 0
),

bands as (
    select * from {{ ref('product_retention', 'segment_bands') }}
    where segment_type = 'contract_length'
),

attributes as {{ not_materialized() }}(
    select
        customer_id,
        'billing_currency' as segment_type,
        currency as segment_value,
        from_month,
        to_month,
        arr
    from periods
    union all
    select
        periods.customer_id,
        'contract_length' as segment_type,
        coalesce(bands.segment_value, 'open-ended') as segment_value,
        periods.from_month,
        periods.to_month,
        periods.arr
    from periods
    left join bands
        on
            periods.contract_months >= bands.from_value
            and (bands.until_value is null or periods.contract_months < bands.until_value)
),

starts_and_ends as (
    {%- for sign, month in [('', 'from_month'), ('-', 'to_month')] %}
    select
        customer_id,
        segment_type,
        segment_value,
        {{ month }} as from_month,
        {{ sign }}arr as arr_change
    from attributes
    where {{ month }} < {{ open_month() }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

changes as (
    select
        customer_id,
        segment_type,
        segment_value,
        from_month,
        sum(arr_change) as arr_change
    from starts_and_ends
    group by customer_id, segment_type, segment_value, from_month
    -- A renewal at the same price changes nothing.
    having sum(arr_change) <> 0
),

levels as {{ not_materialized() }}(
    select
        customer_id,
        segment_type,
        segment_value,
        from_month,
        coalesce(
            lead(from_month) over (
                partition by customer_id, segment_type, segment_value order by from_month
            ), {{ open_month() }}
        ) as to_month,
        {{ running_sum(
            'arr_change', ['customer_id', 'segment_type', 'segment_value'], 'from_month'
        ) }} as arr
    from changes
),

change_months as (
    select
        customer_id,
        segment_type,
        from_month
    from levels
    group by customer_id, segment_type, from_month
),

ranked as (
    select
        change_months.customer_id,
        change_months.segment_type,
        change_months.from_month,
        levels.segment_value,
        row_number() over (
            partition by
                change_months.customer_id, change_months.segment_type, change_months.from_month
            order by levels.arr desc, levels.segment_value asc
        ) as value_rank
    from change_months
    inner join levels
        on
            change_months.customer_id = levels.customer_id
            and change_months.segment_type = levels.segment_type
            and change_months.from_month >= levels.from_month
            and change_months.from_month < levels.to_month
    where levels.arr > 0
),

dominant as (
    select * from ranked
    where value_rank = 1
)

{{ value_intervals('dominant') }}
