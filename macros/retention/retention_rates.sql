{#- The formulas of NRR, GRR and logo retention: they stand here and nowhere else. -#}
{% macro retention_rates() -%}
    {{ rate('opening_arr + expansion_arr - contraction_arr - churned_arr', 'opening_arr') }} as nrr,
    {{ rate('opening_arr - contraction_arr - churned_arr', 'opening_arr') }} as grr,
    {{ rate('closing_arr - price_arr', 'opening_arr') }} as nrr_organic,
    {{ rate('expansion_arr', 'opening_arr') }} as expansion_rate,
    {{ rate('contraction_arr', 'opening_arr') }} as contraction_rate,
    {{ rate('churned_arr', 'opening_arr') }} as churn_rate,
    {{ rate('opening_customers - churned_customers', 'opening_customers') }} as logo_retention,
    opening_customers < {{ var('small_base_entities') }} as is_small_base
{%- endmacro %}
