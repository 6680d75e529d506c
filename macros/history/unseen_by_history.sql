{#- What int_changed_customers holds beside customers where the history of licences has not seen the
    last complete build. No id begins with a blank. -#}
{% macro unseen_by_history() -%}
    {{ return(' unseen by the history') }}
{%- endmacro %}
