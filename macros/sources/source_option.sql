{#- The value of an option of a source, as var sources gives it or else its default. -#}
{% macro source_option(source, option) -%}
    {%- set given = setting('sources') -%}
    {%- set given = given.get(source) if given is mapping else none -%}
    {%- set rules = dict(common_source_options(source), **source_rules()[source].options) -%}
    {{ return((given if given is mapping else {}).get(option, rules[option].default)) }}
{%- endmacro %}

{#- The schemas of a source: one for each connection of its loader. -#}
{% macro source_schemas(source) -%}
    {%- set schemas = source_option(source, 'schema') -%}
    {{ return(schemas if is_list(schemas) else [schemas]) }}
{%- endmacro %}

{#- The value of an option as an SQL literal; null where it has none. -#}
{% macro option_literal(source, option) -%}
    {%- set value = source_option(source, option) -%}
    {{ return(text_literal(value) if value is not none else 'cast(null as ' ~ dbt.type_string() ~ ')') }}
{%- endmacro %}
