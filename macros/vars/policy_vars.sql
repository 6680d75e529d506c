{#- The vars that decide about figures, in the order of dbt_project.yml; docs/settings.md has a section
    for each. -#}
{% macro policy_vars() -%}
    {{ return([
        'end_date_is_inclusive', 'value_basis', 'days_in_year', 'reporting_currency', 'fx_mode',
        'renewal_grace_days', 'auto_renew_past_end', 'migration_detection',
        'reactivation_counts_as_new_after_months', 'customer_grain', 'merge_near_equal_ids',
        'retention_windows', 'method_floor_arr', 'small_base_entities', 'customer_segments',
        'license_attributes', 'lapse_months', 'missing_usage_means', 'signal_thresholds',
    ]) }}
{%- endmacro %}
