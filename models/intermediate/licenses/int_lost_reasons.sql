{{ config(**by_customer()) }}
-- Most licences end without a word.
with terms as (
    select * from {{ ref('int_reported_terms') }}
    where
        (lost_reason is not null or is_cancelled)
        and coalesce(until_month_index > first_month_index, true)
        {{- ' ' ~ only_changed_customers(word='and') }}
),

-- A licence ends with the last of its terms, not where another currency rate or grace begins.
license_ends as (
    select
        customer_id,
        product_id,
        license_id,
        lost_reason,
        is_cancelled,
        arr,
        max(coalesce(until_month_index, {{ no_month_index() }})) as month_index
    from terms
    group by customer_id, product_id, license_id, lost_reason, is_cancelled, arr
),

ranked as (
    select
        *,
        max(case when is_cancelled then 1 else 0 end) over (
            partition by customer_id, product_id, month_index
        ) as cancelled_ends,
        row_number() over (
            partition by customer_id, product_id, month_index
            order by case when lost_reason is null then 1 else 0 end, arr desc, license_id asc
        ) as reason_rank
    from license_ends
    where month_index < {{ no_month_index() }}
)

select
    customer_id,
    product_id,
    lost_reason,

    month_index,

    cancelled_ends > 0 as is_cancelled
from ranked
where reason_rank = 1
