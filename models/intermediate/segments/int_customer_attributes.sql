{{ config(materialized='view') }}
{#- The columns of the companies table by which retention is cut: add one here, or name a custom one
    in var customer_segments. -#}
{%- set attributes = ['segment', 'industry', 'region', 'owner'] + list_var('customer_segments') -%}

with customers as (
    select customer_id
    from {{ ref('product_retention', 'int_customer_arr_changes') }}
    group by customer_id
),

versions as (
    select * from {{ ref('product_retention', 'int_company_versions') }}
    where to_month > from_month
)
{% for attribute in attributes %}
select
    customers.customer_id,
    '{{ attribute }}' as segment_type,
    coalesce(versions.{{ attribute }}, '(none)') as segment_value,
    coalesce(versions.from_month, 0) as from_month,
    coalesce(versions.to_month, {{ open_month() }}) as to_month
from customers
left join versions
    on customers.customer_id = versions.customer_id
{{- "\nunion all" if not loop.last }}
{%- endfor %}
