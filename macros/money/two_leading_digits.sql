{#- A whole number above 0, rounded down to its two leading digits: 1234 is 1200. -#}
{% macro two_leading_digits(number) -%}
    {{ number }} - mod(
            {{ number }},
            case
                {%- for zeros in range(1, 15) %}
                when {{ number }} < 1{{ '0' * (zeros + 1) }} then 1{{ '0' * (zeros - 1) }}
                {%- endfor %}
                else 1{{ '0' * 14 }}
            end
        )
{%- endmacro %}
