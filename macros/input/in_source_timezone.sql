{#- A time of UTC as clocks show it in var source_timezone. -#}
{% macro in_source_timezone(time) -%}
    {%- if setting('source_timezone') == 'UTC' -%}
        {{ return(time) }}
    {%- endif -%}
    {{ return(adapter.dispatch('in_source_timezone', 'product_retention')(
        time, text_literal(setting('source_timezone'))
    )) }}
{%- endmacro %}

{% macro default__in_source_timezone(time, timezone) -%}
    {{ return("((" ~ time ~ ") at time zone 'UTC') at time zone " ~ timezone) }}
{%- endmacro %}

{% macro spark__in_source_timezone(time, timezone) -%}
    {{ return('from_utc_timestamp(' ~ time ~ ', ' ~ timezone ~ ')') }}
{%- endmacro %}

{% macro snowflake__in_source_timezone(time, timezone) -%}
    {{ return("convert_timezone('UTC', " ~ timezone ~ ', ' ~ time ~ ')') }}
{%- endmacro %}

{% macro redshift__in_source_timezone(time, timezone) -%}
    {{ return(product_retention.snowflake__in_source_timezone(time, timezone)) }}
{%- endmacro %}

{% macro bigquery__in_source_timezone(time, timezone) -%}
    {{ return('timestamp(datetime(' ~ time ~ ', ' ~ timezone ~ '))') }}
{%- endmacro %}
