{#- Months over which movements and signals compare: a movement one, a settled fall up to lapse_months
    more, a signal twelve. -#}
{% macro signal_windows() -%}
    {{ return(range(1, setting('lapse_months') + 2) | list + [12]) }}
{%- endmacro %}
