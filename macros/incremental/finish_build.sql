{#- When a run ends: if it has built every table that is built by customer, it is what the next one
    adds to, and no customer is left to rebuild. Where it has not added to the history of licences,
    the next one compares all of them. -#}
{% macro finish_build() -%}
    {%- if execute and is_built_by_customer() and flags.WHICH in ['run', 'build'] and not flags.EMPTY -%}
        {%- set built = [] -%}
        {%- for result in results or [] if result.status | string == 'success' -%}
            {%- do built.append(result.node.unique_id) -%}
        {%- endfor -%}
        {%- if not nodes_by_customer() | map(attribute='unique_id') | reject('in', built) | list -%}
            {%- set relation = complete_build() -%}
            {%- call statement('finish_build', auto_begin=true) -%}
                drop table if exists {{ relation }}
            {%- endcall -%}
            {%- call statement('finish_build') -%}
                {{ create_table_as(
                    False, relation,
                    "select '" ~ invocation_id ~ "' as build_id, "
                    ~ ('true' if 'snapshot.product_retention.license_versions' in built else 'false')
                    ~ ' as has_history'
                ) }}
            {%- endcall -%}
            {%- call statement('finish_build') -%}
                delete from {{ relation_by_name('int_changed_customers') }}
            {%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
