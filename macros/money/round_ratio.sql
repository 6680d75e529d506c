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
   half away from zero is (2 x dividend + divisor) div (2 x divisor), on absolute values. Whole
   numbers of 64 bits are much the faster and enough for most: floating point holds the ten
   thousandths of up to 11 digits exactly. #}
{% macro duckdb__round_ratio(amount, numerator, denominator) -%}
    {%- set size -%}
    abs(cast({{ amount }} as double))
    {%- endset -%}
    {%- set times -%}
    abs(cast({{ numerator }} as double))
    {%- endset -%}
    {%- set parts -%}
    abs(cast({{ denominator }} as double))
    {%- endset -%}
    {%- set signs -%}
    sign({{ amount }}) * sign({{ numerator }}) * sign({{ denominator }})
    {%- endset -%}
    case
        when
            {{ size }} < 1e11 and {{ times }} < 1e11 and {{ size }} * {{ times }} < 4e10
            and {{ parts }} between 0.01 and 1e10
            then cast({{ signs }} * {{ rounded_cents(
                'cast(10000 * ' ~ size ~ ' as bigint)', 'cast(10000 * ' ~ times ~ ' as bigint)',
                'cast(10000 * ' ~ parts ~ ' as bigint)'
            ) }} / 100 as {{ money_total_type() }})
        else cast(
            cast(
                {{ signs }} * {{ rounded_cents(
                    ten_thousandths(amount), ten_thousandths(numerator), ten_thousandths(denominator)
                ) }} as decimal(22, 0)
            ) * 0.01 as {{ money_total_type() }}
        )
    end
{%- endmacro %}

{% macro rounded_cents(amount, numerator, denominator) -%}
    ((2 * {{ amount }} * {{ numerator }} + 100 * {{ denominator }}) // nullif(200 * {{ denominator }}, 0))
{%- endmacro %}

{# PostgreSQL rounds a quotient before round() sees it: cents are whole numbers
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
{% macro spark__round_ratio(amount, numerator, denominator, digits=38) -%}
    {%- set a = whole_ten_thousandths(amount, digits) -%}
    {%- set n = whole_ten_thousandths(numerator, digits) -%}
    {%- set d = whole_ten_thousandths(denominator, digits) -%}
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

{% macro whole_ten_thousandths(number, digits) -%}
    cast(abs(cast({{ number }} as decimal(24, 4))) * 10000 as decimal({{ digits }}, 0))
{%- endmacro %}

{# Snowflake keeps twelve decimals of such a quotient, Redshift four: as on Spark. With 38 digits the
   emulator of Snowflake would take the type for a whole number of 64 bits. #}
{% macro snowflake__round_ratio(amount, numerator, denominator) -%}
    {{ product_retention.spark__round_ratio(amount, numerator, denominator, 37) }}
{%- endmacro %}

{% macro redshift__round_ratio(amount, numerator, denominator) -%}
    {{ product_retention.spark__round_ratio(amount, numerator, denominator) }}
{%- endmacro %}

{# As on PostgreSQL, with the wider of the two decimals; 0.01 would be floating point. #}
{% macro bigquery__round_ratio(amount, numerator, denominator) -%}
    {%- set product -%}
    cast({{ amount }} as bignumeric) * cast({{ numerator }} as bignumeric)
    {%- endset -%}
    {%- set divisor -%}
    cast({{ denominator }} as bignumeric)
    {%- endset -%}
    cast(
        sign({{ product }}) * sign({{ divisor }})
        * div(200 * abs({{ product }}) + abs({{ divisor }}), nullif(2 * abs({{ divisor }}), 0)) / 100
        as {{ money_total_type() }}
    )
{%- endmacro %}
