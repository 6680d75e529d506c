{#- `changed` is int_changed_customers, for those that cannot refer to it. -#}
{% macro is_changed_customer(column, changed=none) -%}
    {%- if changed is none -%}{%- set changed = ref('int_changed_customers') -%}{%- endif -%}
    (
        coalesce({{ column }}, '') in (select customer_id from {{ changed }})
        or not exists (select 1 from {{ changed }})
    )
{%- endmacro %}
