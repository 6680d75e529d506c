{#- What was gained, lost and added in net, from the movements of growth_parts. -#}
{% macro growth_totals() -%}
    new_arr + reactivation_arr + cross_sell_arr + expansion_arr as gained_arr,
    -(contraction_arr + product_churn_arr + churn_arr) as lost_arr,
    {{ movement_types() | reject('equalto', 'fx') | join('_arr + ') }}_arr as net_new_arr
{%- endmacro %}
