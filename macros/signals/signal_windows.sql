{#- Months over which movements and signals compare: a movement one, a settled fall up to lapse_months
    more, a signal twelve, and a study those for which it follows its members. -#}
{% macro signal_windows() -%}
    {%- set months = range(1, setting('lapse_months') + 2) | list -%}
    {{ return((months + [12, signal_threshold('follow_up_months') | int]) | unique | list) }}
{%- endmacro %}
