{#- Leaves out issues that the table holds already; see only_changed_customers. -#}
{% macro only_listed_anew() -%}
    {%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    where {{ is_listed_anew() }}
    {%- endif -%}
{%- endmacro %}
