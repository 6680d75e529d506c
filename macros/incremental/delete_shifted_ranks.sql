{#- Before the segments of changed customers are made anew: takes out the ranks of the others that
    have shifted. -#}
{% macro delete_shifted_ranks() -%}
    {%- if is_incremental() and adds_to_totals() -%}
    delete from {{ this }}
    where
        segment_type = 'arr_rank'
        and customer_id in (select customer_id from {{ ref('int_shifted_customers') }})
    {%- endif -%}
{%- endmacro %}
