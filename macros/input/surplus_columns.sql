{#- The columns that hold what a line of a CSV file has behind its last field. More than these are lost. -#}
{% macro surplus_columns() -%}
    {{ return(['surplus__fields', 'surplus__second', 'surplus__third', 'surplus__fourth']) }}
{%- endmacro %}
