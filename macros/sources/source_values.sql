{#- A column of a source as a time: ISO text, or seconds or milliseconds since 1970. -#}
{% macro source_time(column) -%}
    {{ try_cast(column, 'timestamp', iso_text(clean_text(column), "'epoch'")) }}
{%- endmacro %}

{#- A column of a source as a day, in var source_timezone. -#}
{% macro source_day(column) -%}
    {{ try_cast(column, 'date', iso_text(clean_text(column), "'epoch'")) }}
{%- endmacro %}

{#- A column of a source as the day that it states itself, whatever zone it names. -#}
{% macro stated_day(column) -%}
    {%- set text = iso_text(clean_text(column), "'epoch'") -%}
    {{ try_cast(column, 'date', 'substr(' ~ text ~ ', 1, 10)') }}
{%- endmacro %}

{#- A column of a source as an amount or quantity: prices may have more than four decimals. -#}
{% macro source_amount(column) -%}
    {{ try_cast(column, 'decimal(20, 8)') }}
{%- endmacro %}

{#- The text of a column of a source where it has one that cannot be read; null otherwise. -#}
{% macro unread_value(column, value) -%}
    case when {{ value }} is null then {{ clean_text(column) }} end
{%- endmacro %}

{#- Condition: a column of a source says yes; where it says nothing, as given. -#}
{% macro is_true(column, unknown=false) -%}
    coalesce(
        lower(cast({{ column }} as {{ dbt.type_string() }})) in ('true', 't', '1', 'yes'),
        {{ unknown | lower }}
    )
{%- endmacro %}
