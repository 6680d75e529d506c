{#- A value of a JSON text as text, by the names on the way to it; null where there is none. Without a
    name the value is the text itself, such as an element of json_rows. -#}
{% macro json_text(column, path=[]) -%}
    {{ return(adapter.dispatch('json_text', 'product_retention')(column, path)) }}
{%- endmacro %}

{% macro default__json_text(column, path) -%}
    {{ return("get_json_object(" ~ column ~ ", '$." ~ path | join('.') ~ "')" if path else column) }}
{%- endmacro %}

{% macro duckdb__json_text(column, path) -%}
    {{ return("json_extract_string(" ~ column ~ ", '$" ~ ('.' if path) ~ path | join('.') ~ "')") }}
{%- endmacro %}

{% macro postgres__json_text(column, path) -%}
    {{ return('(cast(' ~ column ~ " as jsonb) #>> '{" ~ path | join(',') ~ "}')") }}
{%- endmacro %}

{% macro snowflake__json_text(column, path) -%}
    {%- set value = 'parse_json(' ~ column ~ ')' -%}
    {{ return(
        'cast(' ~ ('get_path(' ~ value ~ ", '" ~ path | join('.') ~ "')" if path else value) ~ ' as varchar)'
    ) }}
{%- endmacro %}

{% macro bigquery__json_text(column, path) -%}
    {%- set arguments = column ~ ", '$" ~ ('.' if path) ~ path | join('.') ~ "'" -%}
    {{ return('coalesce(json_value(' ~ arguments ~ '), nullif(json_query(' ~ arguments ~ "), 'null'))") }}
{%- endmacro %}

{# An element of a list that is a plain text has its quotes still. #}
{% macro redshift__json_text(column, path) -%}
    {{ return(
        'nullif(json_extract_path_text(' ~ column ~ ", '" ~ path | join("', '") ~ "', true), '')"
        if path else 'trim(both \'"\' from ' ~ column ~ ')'
    ) }}
{%- endmacro %}
