{#- The points of a value on a line between those that give 0 and 100, cut off at both ends. -#}
{% macro points(value, value_at_0, value_at_100) -%}
    case
        when {{ value }} is not null and {{ value_at_100 }} <> {{ value_at_0 }} then greatest(0, least(100,
            100 * ({{ value }} - cast({{ value_at_0 }} as {{ rate_type() }}))
            / cast({{ value_at_100 }} - {{ value_at_0 }} as {{ rate_type() }})
        ))
    end
{%- endmacro %}
