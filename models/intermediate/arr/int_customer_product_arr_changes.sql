{%- set keys = ['customer_id', 'product_id'] -%}
{%- set in_order = 'partition by customer_id, product_id order by from_month' -%}

with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_period_values') }}
),

starts_and_ends as (
    {%- for sign, month in [('', 'from_month'), ('-', 'to_month')] %}
    select
        customer_id,
        product_id,
        {{ month }} as from_month,
        {{ sign }}arr as net_change,
        0 as fx_arr,
        {{ sign }}coalesce(quantity, 0) as quantity_change,
        case when quantity is null then {{ sign }}1 else 0 end as unknown_quantity_change,
        case when is_grace then {{ sign }}1 else 0 end as grace_change,
        case when is_extended then {{ sign }}1 else 0 end as extended_change
    from periods
    where {{ month }} < {{ open_month() }}
    union all
    {%- endfor %}
    select
        customer_id,
        product_id,
        month_index as from_month,
        0 as net_change,
        fx_arr,
        0 as quantity_change,
        0 as unknown_quantity_change,
        0 as grace_change,
        0 as extended_change
    from {{ ref('product_retention', 'int_revaluations') }}
    where window_months = 1
),

monthly_changes as (
    select
        customer_id,
        product_id,
        from_month,
        {{ to_money('sum(net_change)') }} as net_change,
        {{ to_money('sum(fx_arr)') }} as revaluation,
        cast(sum(quantity_change) as {{ amount_type() }}) as quantity_change,
        cast(sum(unknown_quantity_change) as integer) as unknown_quantity_change,
        cast(sum(grace_change) as integer) as grace_change,
        cast(sum(extended_change) as integer) as extended_change
    from starts_and_ends
    group by customer_id, product_id, from_month
    -- A renewal at the same price and quantity changes nothing.
    having
        sum(net_change) <> 0 or sum(fx_arr) <> 0 or sum(extended_change) <> 0
        or sum(quantity_change) <> 0 or sum(unknown_quantity_change) <> 0 or sum(grace_change) <> 0
),

running_totals as (
    select
        *,
        {{ to_money(running_sum('net_change', keys, 'from_month')) }} as net_arr,
        {{ running_sum('quantity_change', keys, 'from_month') }} as known_quantity,
        {{ running_sum('unknown_quantity_change', keys, 'from_month') }} as unknown_quantities,
        {{ running_sum('grace_change', keys, 'from_month') }} as grace_periods,
        {{ running_sum('extended_change', keys, 'from_month') }} as extended_periods
    from monthly_changes
),

-- Credits can exceed the ARR: what is below zero stands apart. Units below zero are not known.
states as (
    select
        *,
        net_arr - net_change as opening_net_arr,
        {{ to_money('greatest(net_arr, 0)') }} as arr,
        {{ to_money('greatest(net_arr - net_change, 0)') }} as opening_arr,
        {{ to_money('least(net_arr, 0)') }} as negative_arr,
        case when net_arr > net_change then greatest(revaluation, net_change - net_arr) else 0 end
            as fx_arr,
        case
            when net_arr = 0 then 0
            when unknown_quantities = 0 and known_quantity >= 0 then known_quantity
        end as quantity,
        case
            when net_arr = net_change then 0
            when unknown_quantities = unknown_quantity_change and known_quantity >= quantity_change
                then known_quantity - quantity_change
        end as opening_quantity,
        net_arr <> 0 and grace_periods > 0 as is_grace,
        net_arr <> 0 and extended_periods > 0 as is_extended
    from running_totals
),

changes as (
    select * from states
    where
        net_change <> 0 or fx_arr <> 0
        or coalesce(quantity, -1) <> coalesce(opening_quantity, -1)
        or is_grace <> (opening_net_arr <> 0 and grace_periods > grace_change)
        or is_extended <> (opening_net_arr <> 0 and extended_periods > extended_change)
)

select
    customer_id,
    product_id,

    from_month,
    coalesce(lead(from_month) over ({{ in_order }}), {{ open_month() }}) as to_month,
    max(case when opening_arr > 0 and arr = 0 then from_month end) over (
        {{ in_order }} rows between unbounded preceding and 1 preceding
    ) as left_month,
    opening_arr,
    {{ to_money('fx_arr') }} as fx_arr,
    {{ to_money('arr - opening_arr') }} as arr_change,
    arr,
    negative_arr,
    cast(opening_quantity as {{ amount_type() }}) as opening_quantity,
    cast(quantity as {{ amount_type() }}) as quantity,

    is_grace,
    is_extended
from changes
