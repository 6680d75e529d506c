{#- Condition: a score lies in a band of seed health_bands. -#}
{% macro is_in_band(score, bands) -%}
    {{ score }} >= {{ bands }}.from_score - 1e-9
        and ({{ bands }}.until_score is null or {{ score }} < {{ bands }}.until_score - 1e-9)
{%- endmacro %}
