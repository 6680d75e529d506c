{#- The config of a model that holds what the last complete build was made of, beside this one. -#}
{% macro by_build() -%}
    {{ return({
        'enabled': is_built_by_customer(),
        'materialized': 'incremental',
        'incremental_strategy': 'append',
        'pre_hook': ['{{ delete_incomplete_builds() }}'],
        'tags': ['by_customer'],
    }) }}
{%- endmacro %}
