{#- The formula of NRR, here and nowhere else. -#}
{% macro nrr(opening, expansion, contraction, churned) -%}
    {{ safe_divide(opening ~ ' + ' ~ expansion ~ ' - ' ~ contraction ~ ' - ' ~ churned, opening) }}
{%- endmacro %}
