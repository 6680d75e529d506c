{#- Studies that look at every customer once, some months after its start: what happened by then, and what
    became of it later. -#}
{% macro landmark_studies() -%}
    'premature_expansion', 'early_expander'
{%- endmacro %}
