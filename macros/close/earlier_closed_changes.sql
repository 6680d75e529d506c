{#- A query for the changes of ARR that earlier builds closed: no row where nothing is closed. -#}
{% macro earlier_closed_changes() -%}
    {%- set closed_changes = closed_relation('closed_arr_changes') -%}
    {%- if closed_changes and setting('known_at') is none -%}
    select customer_id, product_id, arr_month, arr_change
    from {{ closed_changes }}
    where arr_month <= {{ last_closed_month() }}
    {%- else -%}
    select
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as date) as arr_month,
        cast(null as {{ money_type() }}) as arr_change
    limit 0
    {%- endif -%}
{%- endmacro %}
