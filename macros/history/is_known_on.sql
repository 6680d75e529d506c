{#- Condition on a row of the history: it was the one known at the end of the day. -#}
{% macro is_known_on(day) -%}
    dbt_valid_from < {{ after_day(day) }}
    and (
        dbt_valid_to is null
        or dbt_valid_to >= {{ after_day(day) }}
    )
{%- endmacro %}
