{% macro add_seconds(time, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'product_retention')(time, seconds)) }}
{%- endmacro %}

{% macro default__add_seconds(time, seconds) -%}
    {{ return(dbt.dateadd('second', seconds, time)) }}
{%- endmacro %}

{# The macro of dbt stops the query where the time is null. #}
{% macro spark__add_seconds(time, seconds) -%}
    {{ return('timestampadd(second, ' ~ seconds ~ ', ' ~ time ~ ')') }}
{%- endmacro %}

{# The macro of dbt counts up to the year 2038. #}
{% macro duckdb__add_seconds(time, seconds) -%}
    {{ return('(' ~ time ~ ' + to_seconds(cast(' ~ seconds ~ ' as bigint)))') }}
{%- endmacro %}
