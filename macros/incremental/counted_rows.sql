{#- The rows of a table by customer that totals are made of: all, or those of changed customers, as
    they are and, under other ids, as they were. -#}
{% macro counted_rows(name) -%}
    {%- if not adds_to_totals() or model.resource_type == 'unit_test' -%}
        {{ ref(name) }}
    {%- else -%}
        {%- set changed = ref('int_changed_customers') -%}
        {%- set shifted = ref('int_shifted_customers') -%}
        (
        select * from {{ ref(name) }}
        where
            customer_id in (select customer_id from {{ changed }})
            or customer_id in (select customer_id from {{ shifted }})
            or not {{ only_changes_count() }}
        union all
        select * from {{ rows_before(ref(name)) }}
        where {{ only_changes_count() }}
    ) as counted
    {%- endif -%}
{%- endmacro %}
