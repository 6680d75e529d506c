{#- The thresholds of the signals; docs/signals.md says what each is for. Var signal_thresholds replaces
    single ones. -#}
{% macro signal_thresholds() -%}
    {{ return({
        'min_base': 20,
        'cut_share': 0.05,
        'quiet_months': 12,
        'growth_share': 0.05,
        'min_without_core': 10,
        'stands_alone_points': 0.1,
        'subsidizer_company_nrr': 1,
        'subsidizer_nrr': 1.2,
        'hidden_nrr': 0.9,
        'hidden_loss': 0.2,
        'top_expansion_share': 0.6,
        'bottleneck_opening_share': 0.05,
        'bottleneck_quotient': 0.5,
        'masked_grr': 0.85,
        'masked_nrr': 1.1,
        'severe_grr': 0.8,
        'severe_nrr': 1.2,
        'kept_logo_retention': 0.95,
        'shrinking_nrr': 1,
        'whole_nrr': 1,
        'part_nrr': 0.9,
        'part_opening_share': 0.05,
        'lead_line': 1,
        'lead_gap_months': 2,
    }) }}
{%- endmacro %}
