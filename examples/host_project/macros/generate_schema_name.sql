{#- This project's own names of schemas: <custom schema> on target dev, <target schema>_<custom schema>
    elsewhere. product_retention keeps to them, too. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if target.name == 'dev' -%}
        {{ (custom_schema_name or target.schema) | trim }}
    {%- else -%}
        {{ target.schema }}{{ '_' ~ custom_schema_name | trim if custom_schema_name }}
    {%- endif -%}
{%- endmacro %}
