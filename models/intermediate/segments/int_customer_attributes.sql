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
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

customer_values as (
    {%- for attribute in attributes %}
    select
        customers.customer_id,
        '{{ attribute }}' as segment_type,
        versions.{{ attribute }} as segment_value,
        coalesce(versions.from_month, 0) as from_month,
        coalesce(versions.to_month, {{ open_month() }}) as to_month
    from customers
    left join versions
        on customers.customer_id = versions.customer_id
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

-- An attribute that no customer has in any month of the report says nothing.
given_attributes as (
    select customer_values.segment_type
    from customer_values
    inner join reporting_window
        on
            customer_values.from_month <= reporting_window.last_month_index
            and customer_values.to_month > reporting_window.first_month_index
    where customer_values.segment_value is not null
    group by customer_values.segment_type
)

select
    customer_values.customer_id,
    customer_values.segment_type,
    coalesce(customer_values.segment_value, '(none)') as segment_value,
    customer_values.from_month,
    customer_values.to_month
from customer_values
inner join given_attributes
    on customer_values.segment_type = given_attributes.segment_type
