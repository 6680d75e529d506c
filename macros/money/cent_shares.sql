{#- CTEs that share an amount out in proportion, to the cent: the last of them, `shared`, has the rows with
    shared_part, at least 0 and at most the part. The largest part takes what rounding leaves. -#}
{% macro cent_shares(rows, amount, part, whole, partition_by) -%}
{%- set running_total = 'sum(' ~ part ~ ') over (partition by ' ~ partition_by
    ~ ' order by size_rank rows between unbounded preceding and current row)' -%}
proportional_shares as (
    select
        *,
        case when size_rank = 1 then 0 else {{ round_ratio(amount, part, whole) }} end
            as smaller_share
    from {{ rows }}
),

shares as (
    select
        *,
        case
            when size_rank > 1 then smaller_share
            else {{ amount }} - sum(smaller_share) over (partition by {{ partition_by }})
        end as share_arr,
        {{ round_ratio(amount, running_total, whole) }}
        - {{ round_ratio(amount, '(' ~ running_total ~ ' - ' ~ part ~ ')', whole) }}
            as running_share
    from proportional_shares
),

-- In amounts of a few cents the remainder can be negative, or more than the part. The shares of
-- running totals are neither.
checked as (
    select
        *,
        max(case when share_arr < 0 or share_arr > {{ part }} then 1 else 0 end)
            over (partition by {{ partition_by }}) as wrong_shares
    from shares
),

shared as (
    select
        *,
        case when wrong_shares = 1 then running_share else share_arr end as shared_part
    from checked
)
{%- endmacro %}
