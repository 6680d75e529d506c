{#- Months over which movements and signals compare: a movement one, a settled fall up to lapse_months
    more, a signal twelve, a study those for which it follows its members, a forecast what of its twelve
    months is over. -#}
{% macro signal_windows() -%}
    {%- set months = range(1, setting('lapse_months') + 2) | list -%}
    {%- do months.extend([12, signal_threshold('follow_up_months') | int]) -%}
    {%- for horizon in forecast_horizons() if horizon < 12 -%}
        {%- do months.append(12 - horizon) -%}
    {%- endfor -%}
    {{ return(months | unique | list) }}
{%- endmacro %}
