{#- The formula of GRR, here and nowhere else. -#}
{% macro grr(opening, contraction, churned) -%}
    {{ safe_divide(opening ~ ' - ' ~ contraction ~ ' - ' ~ churned, opening) }}
{%- endmacro %}
