{% macro is_changed_customer(column) -%}
    (
        coalesce({{ column }}, '') in (select customer_id from {{ ref('int_changed_customers') }})
        or not exists (select 1 from {{ ref('int_changed_customers') }})
    )
{%- endmacro %}
