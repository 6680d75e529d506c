{#- Of more percentages than these on one item or subscription the smallest are left out. -#}
{% macro most_percents() -%}
    {{ return(3) }}
{%- endmacro %}

{#- A query that sums the discounts of each piece: rows of a relation with the columns of the piece, level
    (item or subscription), discount_id, percent_off, amount_off and is_ignored. -#}
{% macro summed_discounts(relation, piece) -%}
    select
        {{ piece | join(', ') }},
        {%- for level in ['item', 'subscription'] %}
        {%- for rank in range(1, most_percents() + 1) %}
        max(case when level = '{{ level }}' and discount_rank = {{ rank }} then percent_off end)
            as {{ level }}_percent_{{ rank }},
        {%- endfor %}
        sum(case when level = '{{ level }}' then amount_off end) as {{ level }}_amount_off,
        {%- endfor %}
        max(case when is_ignored then 1 else 0 end) as ignored_discounts
    from (
        select
            *,
            row_number() over (
                partition by {{ piece | join(', ') }}, level
                order by coalesce(percent_off, 0) desc, discount_id asc
            ) as discount_rank
        from {{ relation }}
    ) as ranked
    group by {{ piece | join(', ') }}
{%- endmacro %}

{#- A query that gives each piece its ARR net of discounts, and has_ignored_discount: rows of a relation with
    the columns of the piece, subscription_id, valid_from, period_units, times_a_year, interval_count and
    minor_units, and a relation of summed_discounts. Per invoice the discounts of the item come first,
    percent before amount, then those of the subscription, whose amount is split by what items cost. -#}
{% macro net_of_discounts(relation, discounts, piece, item) -%}
    {%- set together = 'partition by source_connection, subscription_id, valid_from' -%}
    with reduced as (
        select
            pieces.*,
            summed.subscription_amount_off,
            coalesce(summed.ignored_discounts, 0) = 1 as has_ignored_discount,
            {%- for level in ['item', 'subscription'] %}
            {%- for rank in range(1, most_percents() + 1) %}
            {{ 'cast(' if rank == 1 }}
            {{- '* ' if rank > 1 }}(1 - coalesce(summed.{{ level }}_percent_{{ rank }}, 0) * 0.01)
            {%- endfor %} as decimal(12, 10)) as {{ level }}_factor,
            {%- endfor %}
            coalesce(summed.item_amount_off, 0) as item_amount_off
        from {{ relation }} as pieces
        left join {{ discounts }} as summed
            on
                {%- for column in piece %}
                {{ 'and ' if not loop.first }}pieces.{{ column }} = summed.{{ column }}
                {%- endfor %}
    ),

    netted as (
        select
            *,
            cast(period_units * item_factor - item_amount_off as decimal(28, 8)) as item_units
        from reduced
    ),

    annualised as (
        select
            *,
            {{ to_year(
                'case when item_units > 0 then cast(item_units * subscription_factor as decimal(28, 8))
                when item_units <= 0 then 0 end',
                'times_a_year', '(interval_count * minor_units)'
            ) | indent(12) }} as arr_before_amount,
            {{ to_year(
                'subscription_amount_off', 'times_a_year', '(interval_count * minor_units)'
            ) | indent(12) }}
                as arr_off
        from netted
    ),

    shared as (
        select
            *,
            sum(arr_before_amount) over ({{ together }}) as subscription_arr,
            row_number() over (
                {{ together }} order by arr_before_amount desc nulls last, {{ item }} asc
            ) as item_rank
        from annualised
    ),

    parts as (
        select
            *,
            case when arr_off >= subscription_arr then subscription_arr else arr_off end as shared_off,
            {{ round_ratio(
                'case when arr_off >= subscription_arr then subscription_arr else arr_off end',
                'arr_before_amount', 'subscription_arr'
            ) | indent(12) }} as part_off
        from shared
    )

    -- What rounding leaves of the amount goes to the largest item.
    select
        *,
        arr_before_amount - coalesce(
            part_off + case
                when item_rank = 1 then shared_off - sum(part_off) over ({{ together }})
                else 0
            end, 0
        ) as arr
    from parts
{%- endmacro %}
