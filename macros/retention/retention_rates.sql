{#- The formulas of NRR, GRR and logo retention: they stand here and nowhere else. -#}
{% macro retention_rates() -%}
    {{ safe_divide('opening_arr + expansion_arr - contraction_arr - churned_arr', 'opening_arr') }} as nrr,
    {{ safe_divide('opening_arr - contraction_arr - churned_arr', 'opening_arr') }} as grr,
    {{ safe_divide('closing_arr - price_arr', 'opening_arr') }} as nrr_organic,
    {{ safe_divide('expansion_arr', 'opening_arr') }} as expansion_rate,
    {{ safe_divide('contraction_arr', 'opening_arr') }} as contraction_rate,
    {{ safe_divide('churned_arr', 'opening_arr') }} as churn_rate,
    {{ safe_divide('opening_customers - churned_customers', 'opening_customers') }} as logo_retention,
    opening_customers < {{ var('small_base_entities') }} as is_small_base
{%- endmacro %}
