{{ config(materialized='view') }}
{%- set levels = 10 -%}
with companies as (
    select * from {{ ref('product_retention', 'int_companies') }}
),

level_0 as (
    select
        customer_id as company_id,
        customer_id as topmost_id
    from companies
    where customer_id = listed_id
),
{% for level in range(1, levels + 1) %}
level_{{ level }} as (
    select
        level_{{ level - 1 }}.company_id,
        coalesce(companies.parent_customer_id, level_{{ level - 1 }}.topmost_id) as topmost_id
    from level_{{ level - 1 }}
    left join companies
        on level_{{ level - 1 }}.topmost_id = companies.customer_id
),
{% endfor %}
-- A company that still has a parent after ten steps goes round in a circle: it is its own parent.
walked as (
    select
        level_{{ levels }}.company_id,
        case
            when companies.parent_customer_id is not null then level_{{ levels }}.company_id
            else level_{{ levels }}.topmost_id
        end as customer_id
    from level_{{ levels }}
    left join companies
        on level_{{ levels }}.topmost_id = companies.customer_id
)

-- An id that finds a company has the parent of it.
select
    companies.customer_id as company_id,
    walked.customer_id
from companies
inner join walked
    on companies.listed_id = walked.company_id
