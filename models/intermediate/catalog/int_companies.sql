with companies as (
    select * from {{ ref('stg_planhat__companies') }}
    where customer_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by
                created_at desc nulls last, coalesce(customer_name, ''), coalesce(segment, ''),
                coalesce(industry, ''), coalesce(region, ''), coalesce(owner, ''),
                coalesce(parent_customer_id, '')
        ) as row_rank
    from companies
)

select * from ranked
where row_rank = 1
