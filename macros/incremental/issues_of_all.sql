{#- Issues that a customer gets or loses though its rows stay the same: by the reporting date, by the
    prices of others, by rates. -#}
{% macro issues_of_all() -%}
    {{ return(['status_contradicts_dates', 'price_dispersion', 'rate_backfilled']) }}
{%- endmacro %}
