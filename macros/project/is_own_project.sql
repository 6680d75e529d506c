{#- Does this run belong to this project itself, and not to one that installs it as a package? -#}
{% macro is_own_project() -%}
    {{ return(project_name == 'product_retention') }}
{%- endmacro %}
