{#- The cast of a text that has the form of its type; null where the number does not fit. -#}
{% macro cast_text(text, type) -%}
    {{ adapter.dispatch('cast_text', 'product_retention')(text, type) }}
{%- endmacro %}

{% macro default__cast_text(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}

{# DuckDB misreads some decimals with an exponent, unless there is room for all their digits. #}
{% macro duckdb__cast_text(text, type) -%}
    {%- if type.startswith('decimal') -%}
    case
                        when contains(lower({{ text }}), 'e')
                            then try_cast(try_cast({{ text }} as decimal(38, 18)) as {{ type }})
                        else try_cast({{ text }} as {{ type }})
                    end
    {%- else -%}
    try_cast({{ text }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{# PostgreSQL 15 has no cast that gives null. Of a fraction of a second it would round the seventh
   digit, which other engines drop. #}
{% macro postgres__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    cast(substring({{ text }} from '^([0-9-]+([ T][0-9:]+([.][0-9]{1,6})?)?)') as timestamp)
    {%- elif type == 'date' -%}
    cast({{ text }} as date)
    {%- else -%}
    {%- set digits, scale = (type[8:-1].split(',') | map('int')) if type != 'integer' else (9, 0) -%}
    case
                        when abs(round(cast({{ text }} as numeric), {{ scale }})) < 1{{ '0' * (digits - scale) }}
                            then cast({{ text }} as numeric)
                    end
    {%- endif -%}
{%- endmacro %}

{# Spark reads no integer with decimals, and turns a time by the zone behind it. #}
{% macro spark__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    cast(
                        regexp_extract(
                            {{ text }}, '^[0-9-]+([ T][0-9:]+([.][0-9]{1,6})?)?', 0
                        ) as timestamp
                    )
    {%- elif type == 'integer' -%}
    try_cast(try_cast({{ text }} as decimal(38, 0)) as integer)
    {%- else -%}
    try_cast({{ text }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{# Snowflake would turn a time by the zone behind it where an account says so, and asks for two digits
   of a month and a day. #}
{% macro snowflake__cast_text(text, type) -%}
    {%- if type in ['date', 'timestamp'] -%}
    {%- set day = "regexp_substr(" ~ text ~ ", '^[0-9-]+')" -%}
    {%- set time_of_day = "regexp_substr(" ~ text ~ ", '[0-9]+:[0-9:]+([.][0-9]{1,6})?')" -%}
    try_cast(
                        concat(
                            split_part({{ day }}, '-', 1),
                            '-', lpad(split_part({{ day }}, '-', 2), 2, '0'),
                            '-', lpad(split_part({{ day }}, '-', 3), 2, '0')
                            {%- if type == 'timestamp' %},
                            coalesce(
                                concat(
                                    ' ', case when substr({{ time_of_day }}, 2, 1) = ':' then '0' else '' end,
                                    {{ time_of_day }}
                                ), ''
                            )
                            {%- endif %}
                        ) as {{ 'timestamp_ntz' if type == 'timestamp' else 'date' }}
                    )
    {%- else -%}
    try_cast({{ text }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{# BigQuery reads no time without seconds or with more than six digits of them, turns a time by the
   zone behind it, and reads no integer with decimals. #}
{% macro bigquery__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    safe_cast(
                        regexp_replace(
                            regexp_extract(
                                {{ text }}, '^[0-9-]+(?:[ T][0-9:]+(?:[.][0-9]{1,6})?)?'
                            ), '^([^:]+:[0-9][0-9])$', '\\1:00'
                        ) as timestamp
                    )
    {%- elif type == 'date' -%}
    safe_cast(regexp_extract({{ text }}, '^[0-9-]+') as date)
    {%- elif type == 'integer' -%}
    case
                        when abs(safe_cast({{ text }} as bignumeric)) < 1000000000
                            then cast(round(cast({{ text }} as bignumeric)) as integer)
                    end
    {%- else -%}
    {%- set digits, scale = (type[8:-1].split(',') | map('int')) -%}
    case
                        when abs(round(safe_cast({{ text }} as bignumeric), {{ scale }})) < 1{{ '0' * (digits - scale) }}
                            then cast(round(cast({{ text }} as bignumeric), {{ scale }}) as {{ type }})
                    end
    {%- endif -%}
{%- endmacro %}

{# Redshift has no cast that gives null, and reads no decimal with an exponent: such a number goes
   by way of floating point. A number with too many digits is not cast at all. #}
{% macro redshift__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    cast(
                        replace(
                            regexp_substr(
                                {{ text }}, '^[0-9-]+([ T][0-9:]+([.][0-9]{1,6})?)?'
                            ), 'T', ' '
                        ) as timestamp
                    )
    {%- elif type == 'date' -%}
    cast(regexp_substr({{ text }}, '^[0-9-]+') as date)
    {%- else -%}
    {%- set digits, scale = (type[8:-1].split(',') | map('int')) if type != 'integer' else (9, 0) -%}
    {%- set whole = 'cast(' ~ text ~ ' as decimal(38, ' ~ scale ~ '))' -%}
    {%- set float = 'cast(' ~ text ~ ' as double precision)' -%}
    case
                        when {{ text }} ~ '^[+-]?0*[0-9]{0,{{ digits - scale }}}([.][0-9]*)?$'
                            then case
                                when abs({{ whole }}) < 1{{ '0' * (digits - scale) }} then {{ whole }}
                            end
                        when {{ text }} ~ '[eE][+-]?[0-9]{1,2}$'
                            then case
                                when abs({{ float }}) < 1{{ '0' * (digits - scale) }}
                                    then cast({{ float }} as decimal(38, {{ scale }}))
                            end
                    end
    {%- endif -%}
{%- endmacro %}
