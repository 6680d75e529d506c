{#- Runs a statement that has no rows to give: a Spark Thrift server fails where they are asked for,
    as run_query does. -#}
{% macro run_statement(sql) -%}
    {%- call statement(none, auto_begin=false) -%}{{ sql }}{%- endcall -%}
{%- endmacro %}
