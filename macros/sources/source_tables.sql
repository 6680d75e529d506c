{#- The tables of a source: the name of each by loader, its columns with the names that loaders give
    them, those that are needed, and the column of its key where only the newest row of each counts.
    A table that a loader does not have is left out of its names. -#}
{% macro source_tables(source) -%}
    {{ return({'hubspot': hubspot_tables}[source]() if source != 'planhat' else {}) }}
{%- endmacro %}
