{{ config(**by_customer()) }}
{%- set pair = ['customer_id', 'product_id'] -%}
{#- Kinds of terms that go on past the stated end: without the var there are none to count. -#}
{%- set kinds = (['grace'] if var('renewal_grace_days') > 0 else [])
    + (['extended'] if var('auto_renew_past_end') else []) -%}

with terms as {{ read_anew() }}(
    select * from {{ ref('int_term_values') }}
    {{ only_changed_customers() }}
),

revaluations as (
    select * from {{ ref('int_revaluations') }}
    where window_months = 1 {{ only_changed_customers(word='and') }}
),

starts_and_ends as (
    {%- for sign, month in [('', 'first_month_index'), ('-', 'until_month_index')] %}
    select
        customer_id,
        product_id,
        {{ month }} as month_index,
        {{ sign }}arr as arr_change,
        0 as fx_arr,
        {{ sign }}coalesce(quantity, 0) as quantity_change,
        {%- for kind in kinds %}
        case when is_{{ kind }} then {{ sign }}1 else 0 end as {{ kind }}_change,
        {%- endfor %}
        case when quantity is null then {{ sign }}1 else 0 end as unknown_quantity_change
    from terms
    where {{ month }} is not null
    union all
    {%- endfor %}
    select
        customer_id,
        product_id,
        month_index,
        0 as arr_change,
        fx_arr,
        0 as quantity_change,
        {%- for kind in kinds %}
        0 as {{ kind }}_change,
        {%- endfor %}
        0 as unknown_quantity_change
    from revaluations
),

monthly_changes as (
    select
        customer_id,
        product_id,
        month_index,
        {{ money('sum(arr_change)') }} as arr_change,
        {{ money('sum(fx_arr)') }} as fx_arr,
        cast(sum(quantity_change) as {{ amount_type() }}) as quantity_change,
        {%- for kind in kinds %}
        cast(sum({{ kind }}_change) as integer) as {{ kind }}_change,
        {%- endfor %}
        cast(sum(unknown_quantity_change) as integer) as unknown_quantity_change
    from starts_and_ends
    group by customer_id, product_id, month_index
    -- A renewal at the same price and of as many units changes nothing.
    having
        sum(arr_change) <> 0
        or sum(fx_arr) <> 0
        or sum(quantity_change) <> 0
        {%- for kind in kinds %}
        or sum({{ kind }}_change) <> 0
        {%- endfor %}
        or sum(unknown_quantity_change) <> 0
),

running_totals as (
    select
        *,
        {{ money(running_sum('arr_change', pair)) }} as net_arr,
        cast({{ running_sum('quantity_change', pair) }} as {{ amount_type() }}) as units,
        {%- for kind in kinds %}
        {{ running_sum(kind ~ '_change', pair) }} as {{ kind }}_terms,
        {%- endfor %}
        {{ running_sum('unknown_quantity_change', pair) }} as unknown_quantities
    from monthly_changes
),

opened as (
    select
        *,
        net_arr - arr_change as opening_net_arr,
        units - quantity_change as opening_units,
        {%- for kind in kinds %}
        {{ kind }}_terms - {{ kind }}_change as opening_{{ kind }}_terms,
        {%- endfor %}
        unknown_quantities - unknown_quantity_change as opening_unknown_quantities
    from running_totals
),

states as (
    select
        customer_id,
        product_id,
        month_index,
        {{ money('greatest(net_arr, 0)') }} as arr,
        {{ money('greatest(opening_net_arr, 0)') }} as opening_arr,
        {{ money('least(net_arr, 0)') }} as negative_arr,
        {{ money('least(opening_net_arr, 0)') }} as opening_negative_arr,
        {{ money(
            'case when opening_net_arr > 0 then greatest(fx_arr, -opening_net_arr) else 0 end'
        ) }} as fx_arr,
        {%- for kind in kinds %}
        net_arr <> 0 and {{ kind }}_terms > 0 as is_{{ kind }},
        opening_net_arr <> 0 and opening_{{ kind }}_terms > 0 as opened_{{ kind }},
        {%- endfor %}
        cast(
            case when net_arr = 0 then 0 when unknown_quantities = 0 then units end
            as {{ amount_type() }}
        ) as quantity,
        cast(
            case
                when opening_net_arr = 0 then 0
                when opening_unknown_quantities = 0 then opening_units
            end as {{ amount_type() }}
        ) as opening_quantity
    from opened
),

changes as (
    select * from states
    where
        arr <> opening_arr
        or fx_arr <> 0
        or negative_arr <> opening_negative_arr
        {%- for kind in kinds %}
        or is_{{ kind }} <> opened_{{ kind }}
        {%- endfor %}
        or coalesce(quantity, -1) <> coalesce(opening_quantity, -1)
)

select
    customer_id,
    product_id,

    month_index,
    lead(month_index) over (
        partition by customer_id, product_id order by month_index
    ) as until_month_index,
    opening_arr,
    fx_arr,
    arr,
    {{ money('arr - opening_arr') }} as arr_change,
    opening_negative_arr,
    negative_arr,
    opening_quantity,
    quantity,

    {{ running_sum('case when opening_arr > 0 then 1 else 0 end', pair) }} > 0 as had_arr_before,
    {{ absence_months(pair) }} as absence_months,
    {{ 'is_grace' if 'grace' in kinds else 'false as is_grace' }},
    {{ 'is_extended' if 'extended' in kinds else 'false as is_extended' }}
from changes
