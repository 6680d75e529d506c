{#- Condition: a build by customer compares the row with the history of licences. Those of changed
    customers and those without a licence id, which are numbered among all; all rows where no build is
    complete, and where the history has not seen the last one that is. -#}
{% macro is_compared_row() -%}
    {%- set changed = relation_by_name('int_changed_customers') -%}
    (
        license_id is null
        or {{ is_changed_customer('customer_id', changed) }}
        or exists (select 1 from {{ changed }} where customer_id = '{{ unseen_by_history() }}')
    )
{%- endmacro %}
