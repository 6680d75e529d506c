{#- What positions are added up for: money, and numbers of customers. -#}
{% macro retention_parts(of_pairs) -%}
    {{ return({
        'sums': ['opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr']
            + (['price_arr', 'migrated_out_arr'] if of_pairs else [])
            + (['fx_arr'] if var('fx_mode') == 'monthly' else []),
        'counts': ['opening_customers', 'churned_customers'],
    }) }}
{%- endmacro %}
