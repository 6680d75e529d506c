{%- set texts = [
    'customer_name', 'segment', 'industry', 'region', 'owner', 'parent_customer_id',
] + list_var('customer_segments') -%}
{#- The company that an id of a licence or of a parent finds. -#}
{%- set found_id = 'merged_id' if setting('merge_near_equal_ids') else 'listed_id' -%}

with near_equal_ids as (
    select
        customer_id,
        {{ found_id }} as found_id
    from {{ ref('product_retention', 'int_near_equal_ids') }}
    where {{ found_id }} is not null
),

companies as (
    select
        coalesce(own.found_id, companies.customer_id) as listed_id,
        coalesce(parents.found_id, companies.parent_customer_id) as parent_customer_id,
        {%- for column in texts if column != 'parent_customer_id' %}
        companies.{{ column }},
        {%- endfor %}
        companies.valid_from,
        companies.created_at
    from {{ ref('product_retention', 'int_companies_landed') }} as companies
    left join near_equal_ids as own
        on companies.customer_id = own.customer_id
    left join near_equal_ids as parents
        on companies.parent_customer_id = parents.customer_id
    where companies.customer_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by listed_id, valid_from
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
            partition by listed_id order by valid_from asc nulls first
        ) as version_number,
        lead({{ month_index('valid_from') }}) over (
            partition by listed_id order by valid_from asc nulls first
        ) as next_month
    from ranked
    where row_rank = 1
),

-- A company has its own id and those of licences that find it.
company_ids as (
    select
        listed_id as customer_id,
        listed_id
    from companies
    group by listed_id
    union all
    select
        customer_id,
        found_id as listed_id
    from near_equal_ids
    where customer_id <> found_id
)

select
    company_ids.customer_id,
    numbered.listed_id,
    {%- for column in texts %}
    numbered.{{ column }},
    {%- endfor %}

    numbered.version_number,
    -- The first version holds for all months before it, too.
    case
        when numbered.version_number = 1 then 0 else {{ month_index('numbered.valid_from') }}
    end as from_month,
    coalesce(numbered.next_month, {{ open_month() }}) as to_month,

    numbered.valid_from,
    numbered.created_at
from numbered
inner join company_ids
    on numbered.listed_id = company_ids.listed_id
