{#- CTEs that share what a customer moves within a family among its products: of what it leaves and what
    it enters the smaller sum migrates, in proportion, to the cent. The last of them is `shared`, with
    shared_part for each row of a family with both sides. -#}
{% macro migration_shares(swapped, period) -%}
{%- set family_period = 'customer_id, product_family, ' ~ period -%}
{%- set side = family_period ~ ', side' -%}
ranked as (
    select
        *,
        sum(case when side = 'left' then swapped_arr else 0 end)
            over (partition by {{ family_period }}) as left_arr,
        sum(case when side = 'entered' then swapped_arr else 0 end)
            over (partition by {{ family_period }}) as entered_arr,
        row_number() over (
            partition by {{ side }} order by swapped_arr desc, product_id asc
        ) as size_rank
    from {{ swapped }}
    where swapped_arr > 0
),

migrated as (
    select
        *,
        {{ to_money('least(left_arr, entered_arr)') }} as migrated_arr,
        {{ to_money("case when side = 'left' then left_arr else entered_arr end") }} as side_arr
    from ranked
    where left_arr > 0 and entered_arr > 0
),

{{ cent_shares('migrated', 'migrated_arr', 'swapped_arr', 'side_arr', side) }}
{%- endmacro %}
