{#- The first moment after a day. -#}
{% macro after_day(day) -%}
    {{ dbt.dateadd('day', 1, "cast('" ~ day ~ "' as timestamp)") }}
{%- endmacro %}
