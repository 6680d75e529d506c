{#- Runs a statement that has no rows to give. A Spark Thrift server fails where run_query asks for
    them. -#}
{% macro run_statement(sql) -%}
    {%- call statement(none, auto_begin=false) -%}{{ sql }}{%- endcall -%}
{%- endmacro %}
