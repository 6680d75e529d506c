{#- The model that a generic test is of. dbt looks it up by its name alone, and finds that of a project
    which installs this one, where it has a model of that name. -#}
{% macro tested_model(found) -%}
    {%- if is_own_project() or model.package_name != 'product_retention' -%}
        {{ return(found) }}
    {%- endif -%}
    {{ return(get_where_subquery(ref('product_retention', model.file_key_name.split('.')[1]))) }}
{%- endmacro %}
