{%- set keys = ['customer_id', 'product_id'] -%}

-- The marts made of it wait until the limits of issues and restatements are held.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with licenses as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_active_licenses') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

starts_and_ends as (
    {%- for sign, day in [('', 'starts_on'), ('-', 'ends_before')] %}
    select
        customer_id,
        product_id,
        {{ day }} as from_day,
        {{ sign }}arr as net_change,
        {{ sign }}coalesce(quantity, 0) as quantity_change,
        case when quantity is null then {{ sign }}1 else 0 end as unknown_change
    from licenses
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

daily_changes as (
    select
        starts_and_ends.customer_id,
        starts_and_ends.product_id,
        starts_and_ends.from_day,
        sum(starts_and_ends.net_change) as net_change,
        sum(starts_and_ends.quantity_change) as quantity_change,
        sum(starts_and_ends.unknown_change) as unknown_change
    from starts_and_ends
    cross join reporting_date
    where starts_and_ends.from_day <= reporting_date.as_of_date
    group by starts_and_ends.customer_id, starts_and_ends.product_id, starts_and_ends.from_day
    -- A renewal at the same price and quantity changes nothing.
    having
        sum(starts_and_ends.net_change) <> 0
        or sum(starts_and_ends.quantity_change) <> 0
        or sum(starts_and_ends.unknown_change) <> 0
),

running_totals as (
    select
        *,
        {{ running_sum('net_change', keys, 'from_day') }} as net_arr,
        {{ running_sum('quantity_change', keys, 'from_day') }} as known_quantity,
        {{ running_sum('unknown_change', keys, 'from_day') }} as unknown_quantities
    from daily_changes
)

-- What is below zero counts as nothing, and so do its units. Units below zero are not known.
select
    customer_id,
    product_id,

    from_day,
    lead(from_day) over (partition by {{ keys | join(', ') }} order by from_day) as until_day,
    {{ to_money('greatest(net_arr - net_change, 0)') }} as opening_arr,
    {{ to_money('greatest(net_arr, 0)') }} as arr,
    cast(
        case
            when net_arr <= net_change then 0
            when unknown_quantities = unknown_change and known_quantity >= quantity_change
                then known_quantity - quantity_change
        end as {{ amount_type() }}
    ) as opening_quantity,
    cast(
        case
            when net_arr <= 0 then 0
            when unknown_quantities = 0 and known_quantity >= 0 then known_quantity
        end as {{ amount_type() }}
    ) as quantity
from running_totals
