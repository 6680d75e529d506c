{#- The last day on which a licence is active by its own dates; null where it has none. -#}
{% macro last_active_day(from_date, to_date, is_end_date_included) -%}
    case
            when
                {{ to_date }} >= {{ from_date }}
                and coalesce({{ is_end_date_included }}, {{ setting('end_date_is_inclusive') }})
                then {{ to_date }}
            when {{ to_date }} > {{ from_date }} then {{ add_days(to_date, -1) }}
        end
{%- endmacro %}
