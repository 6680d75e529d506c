{#- A text as a date, timestamp, integer or decimal(p, s). Null where it does not have the one form
    that counts on every engine (text_form), is no day of the calendar or does not fit. -#}
{% macro try_cast(column, type, text=none) -%}
    {{ adapter.dispatch('try_cast', 'product_retention')(
        column, type, text or clean_text(column)
    ) }}
{%- endmacro %}

{#- A time of UTC needs no turning where that is the time zone of the source. -#}
{% macro default__try_cast(column, type, text) -%}
    {%- set kind = type if type in ['date', 'timestamp'] else 'number' -%}
    {%- set is_utc = setting('source_timezone') == 'UTC' -%}
    cast(
            case
                {%- if kind != 'number' %}
                when {{ text }} = 'infinity' then cast('9999-12-31' as {{ type }})
                when {{ text }} = '-infinity' then cast('0001-01-01' as {{ type }})
                when
                    length({{ text }}) > 10
                    {%- if is_utc and type == 'date' %}
                    and {{ text }} not like '%Z'
                    {%- elif is_utc %}
                    and {{ text }} not like '%:__:__Z' and {{ text }} not like '%:__:__.%Z'
                    {%- endif %}
                    and {{ has_form(text, 'zoned') }}
                    and {{ has_form(text, kind) }}
                    then {{ in_source_timezone(utc_time(text)) }}
                {%- endif %}
                when {{ has_form(text, kind) }}
                    then {{ cast_text(four_decimals(text) if type == amount_type() else text, type) }}
            end as {{ type }}
        )
{%- endmacro %}

{#- DuckDB decides by the type of the column before it reads a row. Decimals of more than four places go
    by their text, like any number that four_decimals may have to cut. -#}
{% macro duckdb__try_cast(column, type, text) -%}
    {%- set value = 'try_cast(' ~ column ~ ' as ' ~ type ~ ')' -%}
    case
            {%- if type in ['date', 'timestamp'] %}
            when typeof({{ column }}) in ('DATE', 'TIMESTAMP')
                then case
                    when {{ value }} > '9999-12-31' then cast('9999-12-31' as {{ type }})
                    when {{ value }} < '0001-01-01' then cast('0001-01-01' as {{ type }})
                    else {{ value }}
                end
            {%- else %}
            when
                typeof({{ column }}) in ('INTEGER', 'BIGINT')
                or typeof({{ column }}) like 'DECIMAL(%,2)' or typeof({{ column }}) like 'DECIMAL(%,4)'
                then {{ value }}
            {%- endif %}
            else {{ product_retention.default__try_cast(column, type, text) }}
        end
{%- endmacro %}
