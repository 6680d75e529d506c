{% macro round_ratio(amount, numerator, denominator) -%}
    {{ adapter.dispatch('round_ratio', 'product_retention')(amount, numerator, denominator) }}
{%- endmacro %}

{# Decimal division is exact enough to round to the cent wherever it stays decimal. #}
{% macro default__round_ratio(amount, numerator, denominator) -%}
    cast(
        round(
            cast({{ amount }} as decimal(24, 4)) * cast({{ numerator }} as decimal(24, 4))
            / nullif(cast({{ denominator }} as decimal(24, 4)), 0),
            2
        ) as {{ money_total_type() }}
    )
{%- endmacro %}

{# DuckDB divides decimals as floating point, so cents are rounded in whole numbers:
   half away from zero is (2 x dividend + divisor) div (2 x divisor), on absolute values. #}
{% macro duckdb__round_ratio(amount, numerator, denominator) -%}
    {%- set a = ten_thousandths(amount) -%}
    {%- set n = ten_thousandths(numerator) -%}
    {%- set d = ten_thousandths(denominator) -%}
    cast(
        cast(
            sign({{ amount }}) * sign({{ numerator }}) * sign({{ denominator }})
            * ((2 * {{ a }} * {{ n }} + 100 * {{ d }}) // nullif(200 * {{ d }}, 0)) as decimal(22, 0)
        ) * 0.01 as {{ money_total_type() }}
    )
{%- endmacro %}

{# PostgreSQL rounds a quotient to so many digits before round() sees it: cents are whole numbers
   here, too. #}
{% macro postgres__round_ratio(amount, numerator, denominator) -%}
    {%- set product -%}
    cast({{ amount }} as numeric) * cast({{ numerator }} as numeric)
    {%- endset -%}
    {%- set divisor -%}
    cast({{ denominator }} as numeric)
    {%- endset -%}
    cast(
        sign({{ product }}) * sign({{ divisor }})
        * div(200 * abs({{ product }}) + abs({{ divisor }}), nullif(2 * abs({{ divisor }}), 0)) * 0.01
        as {{ money_total_type() }}
    )
{%- endmacro %}

{% macro ten_thousandths(number) -%}
    cast(abs(cast({{ number }} as decimal(38, 4))) * 10000 as hugeint)
{%- endmacro %}

{# Spark keeps 6 decimals of a wide quotient, which would be rounded twice. So here, too, cents are
   rounded in whole numbers: what modulo leaves is taken off before the division. #}
{% macro spark__round_ratio(amount, numerator, denominator) -%}
    {%- set a = whole_ten_thousandths(amount) -%}
    {%- set n = whole_ten_thousandths(numerator) -%}
    {%- set d = whole_ten_thousandths(denominator) -%}
    {%- set dividend = '(2 * ' ~ a ~ ' * ' ~ n ~ ' + 100 * ' ~ d ~ ')' -%}
    {%- set divisor = 'nullif(200 * ' ~ d ~ ', 0)' -%}
    cast(
        case when {{ amount }} < 0 then -1 else 1 end
        * case when {{ numerator }} < 0 then -1 else 1 end
        * case when {{ denominator }} < 0 then -1 else 1 end
        * cast(
            ({{ dividend }} - {{ dividend }} % {{ divisor }}) / {{ divisor }} as decimal(22, 0)
        ) * 0.01 as {{ money_total_type() }}
    )
{%- endmacro %}

{% macro whole_ten_thousandths(number) -%}
    cast(abs(cast({{ number }} as decimal(24, 4))) * 10000 as decimal(38, 0))
{%- endmacro %}
