{#- When a run starts: where the one before it did not come to its end, a second build id among the
    changed customers says that totals are not what they were before it (only_changes_count). -#}
{% macro mark_unfinished_build() -%}
    {%- set changed = relation_by_name('int_changed_customers') -%}
    {%- call statement('mark_unfinished_build', auto_begin=true) -%}
        insert into {{ changed }} (customer_id, build_id)
        select
            ' ' as customer_id,
            'unfinished' as build_id
        from {{ changed }}
        group by 1
        having count(*) > 0
    {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
