{#- Has this run to do with this project? It has where the project runs by itself; in another one that
    installs it, where one of its nodes is selected. -#}
{% macro takes_part() -%}
    {%- set own = [] -%}
    {%- for unique_id in selected_resources if unique_id.split('.')[1] == 'product_retention' -%}
        {%- do own.append(unique_id) -%}
    {%- endfor -%}
    {{ return(is_own_project() or own | length > 0) }}
{%- endmacro %}
