{#- An amount in its own currency, brought to the reporting currency and rounded to the cent. -#}
{% macro converted(amount, exchange_rate) -%}
    cast(
        cast({{ amount }} as {{ money_total_type() }}) * {{ exchange_rate }}
        as {{ money_total_type() }}
    )
{%- endmacro %}
