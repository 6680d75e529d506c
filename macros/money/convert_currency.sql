{#- An amount in its own currency, brought to the reporting currency and rounded to the cent. -#}
{% macro convert_currency(amount, exchange_rate) -%}
    {{ adapter.dispatch('convert_currency', 'product_retention')(amount, exchange_rate) }}
{%- endmacro %}

{% macro default__convert_currency(amount, exchange_rate) -%}
    cast(
        cast({{ amount }} as {{ money_total_type() }}) * {{ exchange_rate }}
        as {{ money_total_type() }}
    )
{%- endmacro %}

{# Decimals of more than 18 digits are slow on DuckDB, so the product is made of whole numbers of 64
   bits where they hold it, and rounded half away from zero as (cents + half) div one. Floating
   point holds the whole numbers exactly that are made here. #}
{% macro duckdb__convert_currency(amount, exchange_rate) -%}
    {%- set cents -%}
    cast(100 * abs(cast({{ amount }} as double)) as bigint)
    {%- endset -%}
    {%- set rate -%}
    cast(100000000 * cast({{ exchange_rate }} as double) as bigint)
    {%- endset -%}
    case
        when {{ exchange_rate }} = 1 then cast({{ amount }} as {{ money_total_type() }})
        when
            abs(cast({{ amount }} as double)) < 1e13
            and cast({{ exchange_rate }} as double) between 0 and 1e7
            and abs(cast({{ amount }} as double)) * cast({{ exchange_rate }} as double) < 8e8
            then cast(
                sign({{ amount }}) * (({{ cents }} * {{ rate }} + 50000000) // 100000000) / 100
                as {{ money_total_type() }}
            )
        else {{ product_retention.default__convert_currency(amount, exchange_rate) }}
    end
{%- endmacro %}

{# A product of more than 38 digits loses decimals before it is rounded: 19 digits of an amount and
   18 of a rate make 38 with the sign. #}
{% macro spark__convert_currency(amount, exchange_rate) -%}
    cast(
        cast({{ amount }} as decimal(19, 2)) * {{ exchange_rate }} as {{ money_total_type() }}
    )
{%- endmacro %}

{# The same on Redshift. #}
{% macro redshift__convert_currency(amount, exchange_rate) -%}
    {{ product_retention.spark__convert_currency(amount, exchange_rate) }}
{%- endmacro %}

{# A product of NUMERIC keeps nine decimals of ten. #}
{% macro bigquery__convert_currency(amount, exchange_rate) -%}
    cast(
        round(cast({{ amount }} as bignumeric) * cast({{ exchange_rate }} as bignumeric), 2)
        as {{ money_total_type() }}
    )
{%- endmacro %}
