{{ config(materialized='view') }}
{#- The attributes by which retention is cut, one entry each: add a column of companies here, or
    name a custom one in var customer_segments. -#}
{%- set attributes = ['segment', 'industry', 'region', 'owner'] + list_var('customer_segments') -%}

with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
    {{ only_changed_customers() }}
),

versions as (
    select * from {{ ref('int_company_versions') }}
    where until_month_index is null or until_month_index > month_index
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
    coalesce(versions.{{ attribute }}, '(none)') as segment_value,
    coalesce(versions.month_index, 0) as month_index,
    versions.until_month_index
from customers
left join versions
    on customers.customer_id = versions.customer_id
{{- "\nunion all" if not loop.last }}
{%- endfor %}
