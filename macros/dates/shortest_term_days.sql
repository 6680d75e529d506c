{#- A total over fewer days than these says nothing about a year. -#}
{% macro shortest_term_days() -%}
    7
{%- endmacro %}
