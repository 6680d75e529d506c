{#- How a row of counted_rows bears on a total: what was is taken away. -#}
{% macro counted_sign() -%}
    case when customer_id like ' %' then -1 else 1 end
{%- endmacro %}
