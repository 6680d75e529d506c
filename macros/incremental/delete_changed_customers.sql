{#- Before a table grows: takes out of it the rows that are made anew, in the same transaction. -#}
{% macro delete_changed_customers(column) -%}
    {%- if is_incremental() -%}
    delete from {{ this }} where {{ is_changed_customer(column) }}
    {%- endif -%}
{%- endmacro %}
