{#- Condition on rows grouped by columns: there are several, or one of the columns is null. -#}
{% macro is_no_key(columns) -%}
    count(*) > 1
    {%- for column in columns %}
    or count({{ column }}) < count(*)
    {%- endfor %}
{%- endmacro %}
