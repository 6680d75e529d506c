{#- Does var sources name the source? -#}
{% macro uses_source(source) -%}
    {%- set sources = setting('sources') -%}
    {{ return(sources is mapping and source in sources) }}
{%- endmacro %}

{#- The sources that give licences, events or tickets, in the order of var sources. -#}
{% macro sources_giving(what) -%}
    {%- set sources, rules, found = setting('sources'), source_rules(), [] -%}
    {%- for source in (sources if sources is mapping else []) if source in rules -%}
        {%- do found.append(source) if rules[source].get('gives', 'licenses') == what -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- The sources of licences beside Planhat, in the order of var sources. -#}
{% macro other_sources() -%}
    {{ return(sources_giving('licenses') | reject('equalto', 'planhat') | list) }}
{%- endmacro %}

{#- The sources of usage and tickets, which give no licences. -#}
{% macro usage_sources() -%}
    {{ return(sources_giving('events') + sources_giving('tickets')) }}
{%- endmacro %}

{#- The other sources that have a model of some ending, such as companies. -#}
{% macro sources_with(table_name) -%}
    {%- set found = [] -%}
    {%- for source in other_sources() if table_name in source_tables(source) -%}
        {%- do found.append(source) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
