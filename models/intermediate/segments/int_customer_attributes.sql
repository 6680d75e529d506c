{#- The attributes by which retention is cut, one entry each: add a column of companies here, or
    name a custom one in var customer_segments. -#}
{%- set attributes = ['segment', 'industry', 'region', 'owner'] + list_var('customer_segments') -%}

with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

companies as (
    select * from {{ ref('int_companies') }}
),

customers as (
    select customer_id
    from customer_changes
    group by customer_id
)
{% for attribute in attributes %}
select
    customers.customer_id,
    '{{ attribute }}' as segment_type,
    coalesce(companies.{{ attribute }}, '(none)') as segment_value,
    0 as month_index,
    cast(null as integer) as until_month_index
from customers
left join companies
    on customers.customer_id = companies.customer_id
{{- "\nunion all" if not loop.last }}
{%- endfor %}
