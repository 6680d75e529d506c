with terms as (
    select * from {{ ref('int_license_terms') }}
    where
        lost_reason is not null
        and (until_month_index is null or until_month_index > first_month_index)
),

license_ends as (
    select
        customer_id,
        product_id,
        license_id,
        lost_reason,
        arr,
        max(coalesce(until_month_index, {{ no_month_index() }})) as month_index
    from terms
    group by customer_id, product_id, license_id, lost_reason, arr
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, product_id, month_index order by arr desc, license_id asc
        ) as size_rank
    from license_ends
    where month_index < {{ no_month_index() }}
)

select
    customer_id,
    product_id,
    lost_reason,

    month_index
from ranked
where size_rank = 1
