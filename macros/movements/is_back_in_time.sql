{#- Condition: had ARR before and was not away for so long that var
    reactivation_counts_as_new_after_months calls the return new. -#}
{% macro is_back_in_time(had_arr_before, absence_months) -%}
    {%- set longest = var('reactivation_counts_as_new_after_months') -%}
    {%- if longest is none -%}
    {{ had_arr_before }}
    {%- else -%}
    ({{ had_arr_before }} and coalesce({{ absence_months }}, 0) <= {{ longest }})
    {%- endif -%}
{%- endmacro %}
