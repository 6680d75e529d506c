{#- Does var sources name the source? -#}
{% macro uses_source(source) -%}
    {%- set sources = setting('sources') -%}
    {{ return(sources is mapping and source in sources) }}
{%- endmacro %}

{#- The sources beside Planhat, in the order of var sources. -#}
{% macro other_sources() -%}
    {%- set sources = setting('sources') -%}
    {{ return(
        sources | select('in', source_rules()) | reject('equalto', 'planhat') | list
        if sources is mapping else []
    ) }}
{%- endmacro %}

{#- The other sources that have a model of some ending, such as companies. -#}
{% macro sources_with(table_name) -%}
    {%- set found = [] -%}
    {%- for source in other_sources() if table_name in source_tables(source) -%}
        {%- do found.append(source) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
