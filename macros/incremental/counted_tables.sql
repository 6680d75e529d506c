{#- The tables by customer that totals are made of. -#}
{% macro counted_tables() -%}
    {{ return([
        'int_arr_changes', 'int_customer_arr_changes', 'int_customer_segments',
        'int_family_arr_changes', 'int_migrations',
    ]) }}
{%- endmacro %}
