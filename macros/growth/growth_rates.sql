{#- The ratios of growth: they stand here and nowhere else; their parts in growth_totals. -#}
{% macro growth_rates() -%}
    {{ rate('gained_arr', 'lost_arr') }} as quick_ratio,
    {{ rate('cross_sell_arr + expansion_arr', 'gained_arr') }} as expansion_share,
    {{ rate('existing_arr', 'closing_arr') }} as existing_share
{%- endmacro %}
