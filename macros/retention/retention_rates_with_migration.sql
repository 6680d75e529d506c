{#- The product rates that count what moved to another product of the family as retained. -#}
{% macro retention_rates_with_migration() -%}
    {{ safe_divide('closing_arr + migrated_out_arr', 'opening_arr') }} as nrr_with_migration,
    {{ safe_divide('opening_arr - contraction_arr - churned_arr + migrated_out_arr', 'opening_arr') }}
        as grr_with_migration
{%- endmacro %}
