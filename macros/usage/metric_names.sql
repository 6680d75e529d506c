{#- The metrics that can be named in seeds: those of a customer and product, then those of a customer. -#}
{% macro metric_names() -%}
    {{ return([
        'active_users_mean', 'active_share', 'utilisation', 'feature_adoption', 'active_users_change',
        'used_units_change',
    ] + customer_metrics()) }}
{%- endmacro %}
