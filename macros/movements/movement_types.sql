{% macro movement_types() -%}
    {{ return([
        'new', 'reactivation', 'cross_sell', 'expansion', 'contraction', 'product_churn', 'churn',
        'migration_in', 'migration_out', 'fx',
    ]) }}
{%- endmacro %}
