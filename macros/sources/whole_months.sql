{#- The months from a day to another where they are whole; null where they are not. -#}
{% macro whole_months(from_date, ends_before) -%}
    {%- set days = days_between(from_date, ends_before) -%}
    {%- set months = 'cast(round((' ~ days ~ ') / 30.44, 0) as integer)' -%}
    case
            when {{ add_months(from_date, months) }} = {{ ends_before }} then {{ months }}
        end
{%- endmacro %}
