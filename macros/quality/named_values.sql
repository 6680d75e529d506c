{#- The named columns of a row and their values, for a message: "product_id analytics, arr_month
    2024-01-31:". -#}
{% macro named_values(columns) -%}
    {%- if columns -%}
        {%- for column in columns -%}
            {%- set words = (', ' if not loop.first else '') ~ column ~ ' ' -%}
            {{ text_literal(words) }} || {{ text_of(column) }} || {{ ' ' }}
        {%- endfor -%}
        ':'
    {%- else -%}
        ''
    {%- endif -%}
{%- endmacro %}
