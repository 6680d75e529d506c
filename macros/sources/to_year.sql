{#- An amount of a time as ARR, rounded once to the cent: amount x numerator / denominator. Prices have more
    decimals than round_ratio takes; so it is given ten thousand times as much on both sides. -#}
{% macro to_year(amount, numerator, denominator) -%}
    {{ round_ratio('10000 * ' ~ amount, numerator, '10000 * ' ~ denominator) }}
{%- endmacro %}
