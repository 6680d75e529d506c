{#- Do totals take up what changed customers add to them, in place of being summed anew? With fx_mode
    monthly they are summed anew: their positions take in rates that no customer has. -#}
{% macro adds_to_totals() -%}
    {{ return(is_built_by_customer() and var('fx_mode') == 'constant') }}
{%- endmacro %}
