{#- The schema of the present figures: as a project that installs this one names its own, if it has a
    generate_schema_name; else as var schema_convention says. -#}
{% macro current_schema_name(custom_schema_name, node=none) -%}
    {%- set host = {} if is_own_project() else context.get(project_name, {}) -%}
    {%- if host.generate_schema_name -%}
        {{ host.generate_schema_name(custom_schema_name, node) }}
    {%- elif setting('schema_convention') == 'by_target' -%}
        {{ generate_schema_name_for_env(custom_schema_name, node) }}
    {%- else -%}
        {{ default__generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
