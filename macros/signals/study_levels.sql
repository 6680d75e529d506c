{#- What exposed customers and controls have in common beside the index month, by level, the finest
    first. -#}
{% macro study_levels() -%}
    {{ return({
        'items+arr+age+term': ['items', 'arr_band', 'age_band', 'term_class'],
        'items+arr+age': ['items', 'arr_band', 'age_band'],
        'items+arr': ['items', 'arr_band'],
        'items': ['items'],
    }) }}
{%- endmacro %}
