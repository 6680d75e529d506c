{#- What exposed customers and controls have in common by level, the finest first: beside the index month,
    or of a landmark study beside the quarter of the start. -#}
{% macro study_levels(is_landmark=false) -%}
    {%- set of_months = {
        'items+arr+age+term': ['items', 'arr_band', 'age_band', 'term_class'],
        'items+arr+age': ['items', 'arr_band', 'age_band'],
        'items+arr': ['items', 'arr_band'],
        'items': ['items'],
    } -%}
    {%- set of_quarters = {
        'quarter+arr+items': ['arr_band', 'items'],
        'quarter+arr': ['arr_band'],
        'quarter': [],
    } -%}
    {{ return(of_quarters if is_landmark else of_months) }}
{%- endmacro %}
