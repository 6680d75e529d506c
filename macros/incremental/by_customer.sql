{#- The config of a model that holds all customers, and of which a build replaces the rows of changed
    ones. With var incremental: none it is what it is otherwise. -#}
{% macro by_customer(otherwise='table', column='customer_id', pre_hooks=[]) -%}
    {%- if not is_built_by_customer() -%}
        {{ return({'materialized': otherwise, 'pre_hook': pre_hooks, 'tags': ['by_customer']}) }}
    {%- endif -%}
    {{ return({
        'materialized': 'incremental',
        'incremental_strategy': 'append',
        'on_schema_change': 'append_new_columns',
        'pre_hook': pre_hooks + ["{{ delete_changed_customers('" ~ column ~ "') }}"],
        'post_hook': ['{{ make_rows_before() }}'],
        'tags': ['by_customer'],
    }) }}
{%- endmacro %}
