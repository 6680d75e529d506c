{#- What one licence is known by: its id and, where var license_key names them, product and start. -#}
{% macro license_key(license_id, product_text, from_date, unread_from_date) -%}
    {%- set parts = list_var('license_key') -%}
    {{ license_id }}
    {%- if 'product' in parts %}
    || '/' || coalesce({{ text_key(product_text) }}, '')
    {%- endif -%}
    {%- if 'from_date' in parts %}
    || '/' || coalesce(cast({{ from_date }} as {{ dbt.type_string() }}), {{ unread_from_date }}, '')
    {%- endif -%}
{%- endmacro %}
