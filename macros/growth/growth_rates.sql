{#- The ratios of growth: they stand here and nowhere else; their parts in growth_totals. -#}
{% macro growth_rates() -%}
    {{ safe_divide('gained_arr', 'lost_arr') }} as quick_ratio,
    {{ safe_divide('cross_sell_arr + expansion_arr', 'gained_arr') }} as expansion_share,
    {{ safe_divide('existing_arr', 'closing_arr') }} as existing_share
{%- endmacro %}
