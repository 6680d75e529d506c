{#- An amount in its own currency, brought to the reporting currency and rounded to the cent. -#}
{% macro converted(amount, exchange_rate) -%}
    {{ adapter.dispatch('converted', 'product_retention')(amount, exchange_rate) }}
{%- endmacro %}

{% macro default__converted(amount, exchange_rate) -%}
    cast(
        cast({{ amount }} as {{ money_total_type() }}) * {{ exchange_rate }}
        as {{ money_total_type() }}
    )
{%- endmacro %}

{# A product of more than 38 digits loses decimals before it is rounded: 19 digits of an amount and
   18 of a rate make 38 with the sign. #}
{% macro spark__converted(amount, exchange_rate) -%}
    cast(
        cast({{ amount }} as decimal(19, 2)) * {{ exchange_rate }} as {{ money_total_type() }}
    )
{%- endmacro %}

{# The same on Redshift. #}
{% macro redshift__converted(amount, exchange_rate) -%}
    {{ product_retention.spark__converted(amount, exchange_rate) }}
{%- endmacro %}

{# A product of NUMERIC keeps nine decimals of ten. #}
{% macro bigquery__converted(amount, exchange_rate) -%}
    cast(
        round(cast({{ amount }} as bignumeric) * cast({{ exchange_rate }} as bignumeric), 2)
        as {{ money_total_type() }}
    )
{%- endmacro %}
