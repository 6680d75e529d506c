{#- Months over which movements and signals compare: a movement one, a settled fall up to lapse_months
    more, a signal twelve, a forecast what of its twelve months is over. -#}
{% macro signal_windows() -%}
    {%- set windows = range(1, setting('lapse_months') + 2) | list + [12] -%}
    {%- for horizon in forecast_horizons() if horizon < 12 -%}
        {%- do windows.append(12 - horizon) -%}
    {%- endfor -%}
    {{ return(windows) }}
{%- endmacro %}
