{#- A number as people write it (text_form), by its decimal mark, point or comma. Null where it cannot
    be read so, where its currency is not that of the row, and where it is known already. -#}
{% macro written_number(text, type, decimal_mark, currency, known='null') -%}
    {%- set marks = text_literal("()+- '\u2019\u00a0\u202f") -%}
    {%- set letters = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ$\u20ac\u00a3\u00a5'" -%}
    {%- set digits = 'translate(upper(' ~ text ~ '), ' ~ letters ~ ' || ' ~ marks
        ~ " || '" ~ (',' if decimal_mark == 'point' else '.') ~ "', '')" -%}
    {%- if decimal_mark == 'comma' -%}
        {%- set digits = 'replace(' ~ digits ~ ", ',', '.')" -%}
    {%- endif -%}
    case
            when
                {{ known }} is null
                and {{ has_form(text, decimal_mark) }}
                and translate(upper({{ text }}), '0123456789.,' || {{ marks }}, '') in (
                    '', {{ currency }}, {{ currency_sign(currency) }}
                )
                then {{ cast_text(digits, type) }}
                    * case when {{ text }} like '%-%' or {{ text }} like '(%' then -1 else 1 end
        end
{%- endmacro %}

{#- The sign of a currency; the currency where it has none. -#}
{% macro currency_sign(currency) -%}
    case
                        when {{ currency }} = 'EUR' then '€'
                        when {{ currency }} = 'GBP' then '£'
                        when {{ currency }} in ('JPY', 'CNY') then '¥'
                        when {{ currency }} in ('USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN') then '$'
                        else {{ currency }}
                    end
{%- endmacro %}
