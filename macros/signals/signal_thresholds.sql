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
        'shrink_share': 0.1,
        'contraction_share': 0.05,
        'price_rise_share': 0.05,
        'follow_up_months': 12,
        'min_matched_share': 0.8,
        'min_exposed': 10,
        'min_control_events': 5,
        'enough_exposed': 30,
        'enough_control_events': 10,
    }) }}
{%- endmacro %}
