{% macro running_sum(expression, partition_by, order_by='month_index') -%}
    sum({{ expression }}) over (
            partition by {{ partition_by | join(', ') }}
            order by {{ order_by }}
            rows between unbounded preceding and current row
        )
{%- endmacro %}
