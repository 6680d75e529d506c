{#- The business day with this number, Monday to Friday, from the first day of a month on. -#}
{% macro business_day(month_starts_on, number) -%}
    {%- set days_to_add -%}
        case {{ days_since_monday(month_starts_on) }}
            {%- for weekday in range(7) %}
            {%- set weekend = 7 - weekday if weekday >= 5 else 0 %}
            {%- set first_weekday = (weekday + weekend) % 7 %}
            when {{ weekday }} then {{ weekend + number - 1 + 2 * ((first_weekday + number - 1) // 5) }}
            {%- endfor %}
        end
    {%- endset -%}
    {{ add_days(month_starts_on, days_to_add) }}
{%- endmacro %}
