{#- Leaves out what the table that is built holds already: rows of customers that have not changed. An
    empty int_changed_customers means all customers. A unit test has no such table. -#}
{% macro only_changed_customers(column='customer_id', word='where') -%}
    {%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    {{ word }} {{ is_changed_customer(column) }}
    {%- endif -%}
{%- endmacro %}
