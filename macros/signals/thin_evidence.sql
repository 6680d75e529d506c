{#- Entities from which a rate is more than an anecdote. -#}
{% macro thin_evidence() -%}
    5
{%- endmacro %}
