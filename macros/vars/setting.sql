{#- The value of a var of this project. In another project that installs it, only what stands there
    under `vars: product_retention:` counts, or is called product_retention_<name>: a var of that project
    may have the same name and mean something else. YAML, which knows no macros, says the same where
    something is enabled by a var. -#}
{% macro setting(name) -%}
    {%- if is_own_project() -%}
        {{ return(var(name)) }}
    {%- endif -%}
    {%- set given = dict(var('product_retention_defaults'), **var('product_retention', {})) -%}
    {{ return(var('product_retention_' ~ name, given[name])) }}
{%- endmacro %}
