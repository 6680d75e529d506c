{#- CTEs that share what a customer moves within a family among its products: of what it leaves and what
    it enters the smaller sum migrates, in proportion, to the cent. The last of them is `shared`, with
    share_arr, at least 0, for each row of a family with both sides. -#}
{% macro migration_shares(swapped, period) -%}
{%- set family_period = 'customer_id, product_family, ' ~ period -%}
{%- set side = family_period ~ ', side' -%}
{%- set running_total = 'sum(swapped_arr) over (partition by ' ~ side
    ~ ' order by size_rank rows between unbounded preceding and current row)' -%}
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

proportional_shares as (
    select
        *,
        case
            when size_rank = 1 then 0
            else {{ round_ratio('migrated_arr', 'swapped_arr', 'side_arr') }}
        end as smaller_share
    from migrated
),

shares as (
    select
        *,
        case
            when size_rank > 1 then smaller_share
            else migrated_arr - sum(smaller_share) over (partition by {{ side }})
        end as share_arr,
        {{ round_ratio('migrated_arr', running_total, 'side_arr') }}
        - {{ round_ratio('migrated_arr', '(' ~ running_total ~ ' - swapped_arr)', 'side_arr') }}
            as running_share
    from proportional_shares
),

-- In amounts of a few cents the remainder can be negative, or more than the product has. The shares
-- of running totals are neither.
checked as (
    select
        *,
        max(case when share_arr < 0 or share_arr > swapped_arr then 1 else 0 end)
            over (partition by {{ side }}) as wrong_shares
    from shares
),

shared as (
    select
        customer_id,
        product_id,
        product_family,
        {{ period }},
        side,
        case when wrong_shares = 1 then running_share else share_arr end as share_arr
    from checked
)
{%- endmacro %}
