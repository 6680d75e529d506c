{#- Before the segments of changed customers are made anew: takes out the ranks of the others that
    have shifted, or all ranks where it is not known which have. -#}
{% macro delete_shifted_ranks() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        segment_type = 'arr_rank'
        {%- if adds_to_totals() %}
        and customer_id in (select customer_id from {{ ref('int_shifted_customers') }})
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
