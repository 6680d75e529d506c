{%- set texts = [
    'customer_name', 'segment', 'industry', 'region', 'owner', 'parent_customer_id',
] + list_var('customer_segments') -%}

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
                created_at desc nulls last,
                {{ texts | join(' asc nulls first, ') }} asc nulls first
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
        ) as next_month
    from ranked
    where row_rank = 1
)

select
    customer_id,
    {%- for column in texts %}
    {{ column }},
    {%- endfor %}

    version_number,
    -- The first version holds for all months before it, too.
    case when version_number = 1 then 0 else {{ month_index('valid_from') }} end as from_month,
    coalesce(next_month, {{ open_month() }}) as to_month,

    valid_from,
    created_at
from numbered
