{#- The vars that this run gives to the project: those of --vars. In another project that installs this
    one, what stands under `vars: product_retention:`, and of --vars what is called
    product_retention_<name>; the others are not meant for it. -#}
{% macro given_vars() -%}
    {%- set given = (invocation_args_dict.get('vars') or {}) | list -%}
    {%- if is_own_project() -%}
        {{ return(given) }}
    {%- endif -%}
    {%- set names = var('product_retention', {}) | list -%}
    {%- for name in given if name.startswith('product_retention_') -%}
        {%- do names.append(name | replace('product_retention_', '', 1)) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
