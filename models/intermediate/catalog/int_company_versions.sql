with companies as (
    select * from {{ ref('stg_planhat__companies') }}
    where customer_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id, valid_from
            order by
                created_at desc nulls last, coalesce(customer_name, ''), coalesce(segment, ''),
                coalesce(industry, ''), coalesce(region, ''), coalesce(owner, ''),
                coalesce(parent_customer_id, '')
        ) as row_rank
    from companies
),

numbered as (
    select
        *,
        row_number() over (
            partition by customer_id order by valid_from asc nulls first
        ) as version_number,
        lead({{ month_index('valid_from') }}) over (
            partition by customer_id order by valid_from asc nulls first
        ) as until_month_index
    from ranked
    where row_rank = 1
)

select
    *,
    -- The first version counts for all that was before it, too.
    case when version_number = 1 then 0 else {{ month_index('valid_from') }} end as month_index
from numbered
