{#- A number by the format of its column, from the columns plain_, point_ (its reading with a decimal
    point) and comma_. Without a format only what has one reading is read. -#}
{% macro read_number(column) -%}
    {%- set format, plain, point, comma = column ~ '_format', 'plain_' ~ column, 'point_' ~ column,
        'comma_' ~ column -%}
    case
            when {{ plain }} is not null then {{ plain }}
            when {{ format }} = 'point' then {{ point }}
            when {{ format }} = 'comma' then {{ comma }}
            when {{ comma }} is null or {{ point }} = {{ comma }} then {{ point }}
            when {{ point }} is null then {{ comma }}
        end
{%- endmacro %}

{#- Of two numbers the greater, whatever its sign. -#}
{% macro greater_number(one, other) -%}
    case when abs({{ one }}) >= coalesce(abs({{ other }}), 0) then {{ one }} else {{ other }} end
{%- endmacro %}
