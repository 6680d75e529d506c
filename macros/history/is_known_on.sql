{#- Condition: the version was the one known at the end of the day. -#}
{% macro is_known_on(day) -%}
    dbt_valid_from < {{ dbt.dateadd('day', 1, "cast('" ~ day ~ "' as timestamp)") }}
    and (
        dbt_valid_to is null
        or dbt_valid_to >= {{ dbt.dateadd('day', 1, "cast('" ~ day ~ "' as timestamp)") }}
    )
{%- endmacro %}
