{%- set texts = ['customer_name', 'segment', 'industry', 'region', 'owner', 'parent_customer_id']
    + list_var('customer_segments') %}

with rows_of_companies as (
    select * from {{ ref('product_retention', 'stg_planhat__companies') }}
    where customer_id is not null
),

companies as (
    select * from {{ ref('product_retention', 'int_companies') }}
),

topmost_parents as (
    select * from {{ ref('product_retention', 'int_customer_parents') }}
),

stated_arr as (
    select * from {{ ref('product_retention', 'int_stated_arr') }}
),

stakes as (
    select
        companies.listed_id,
        sum(stated_arr.arr) as arr
    from companies
    inner join stated_arr
        on companies.customer_id = stated_arr.company_id
    group by companies.listed_id
),

-- Rows of one company and day that say the same are one.
distinct_rows as (
    select
        customer_id,
        valid_from,
        count(*) as raw_rows
    from rows_of_companies
    group by customer_id, valid_from, {{ texts | join(', ') }}
),

found as (
    select
        customer_id,
        'company_listed_twice' as issue,
        {{ text_of('count(*)') }} || ' rows that differ'
        || coalesce(' from ' || cast(valid_from as {{ dbt.type_string() }}), '') as detail,
        sum(raw_rows) as raw_rows
    from distinct_rows
    group by customer_id, valid_from
    having count(*) > 1
    {%- for column in ['valid_from', 'created_at'] %}
    union all
    select
        customer_id,
        'unreadable_table_field' as issue,
        '{{ column }} is "' || {{ column }}_text || '"' as detail,
        1 as raw_rows
    from rows_of_companies
    where {{ column }} is null and {{ column }}_text is not null
    {%- endfor %}
    union all
    select
        companies.customer_id,
        case
            when companies.parent_customer_id = companies.listed_id then 'parent_is_itself'
            else 'unusable_parent'
        end as issue,
        case
            when parents.customer_id is null
                then 'parent "' || companies.parent_customer_id || '" is no company of the table'
            when companies.parent_customer_id <> companies.listed_id
                then 'its parents go round in a circle or more than ten levels up'
        end as detail,
        1 as raw_rows
    from companies
    inner join topmost_parents
        on companies.customer_id = topmost_parents.company_id
    left join companies as parents
        on companies.parent_customer_id = parents.customer_id
    where
        companies.customer_id = companies.listed_id
        and companies.parent_customer_id is not null
        and (parents.customer_id is null or topmost_parents.customer_id = companies.listed_id)
),

listed as (
    select
        customer_id,
        issue,
        min(detail) as detail,
        sum(raw_rows) as raw_rows
    from found
    group by customer_id, issue
)

select
    'companies' as raw_table,
    listed.customer_id as row_key,
    listed.issue,
    listed.detail,

    listed.raw_rows,
    coalesce(stakes.arr, 0) as arr
from listed
left join companies
    on listed.customer_id = companies.customer_id
left join stakes
    on companies.listed_id = stakes.listed_id
