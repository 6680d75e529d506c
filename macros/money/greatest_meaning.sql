{#- The greatest of some amounts, without their signs, in reporting currency. Null if all are 0. -#}
{% macro greatest_meaning(amounts, exchange_rate) -%}
    {%- set sizes = [] -%}
    {%- for amount in amounts -%}
        {%- do sizes.append('coalesce(abs(' ~ amount ~ '), 0)') -%}
    {%- endfor -%}
    {%- set greatest = 'nullif(greatest(' ~ sizes | join(', ') ~ '), 0)' -%}
    {{ to_money(within_range(convert_currency(greatest, exchange_rate))) }}
{%- endmacro %}
