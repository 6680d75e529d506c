{#- Condition on something without ARR: it had ARR before, and has not been away for so long that var
    reactivation_counts_as_new_after_months calls its return new. -#}
{% macro is_returning(left_month, from_month) -%}
    {%- set longest = setting('reactivation_counts_as_new_after_months') -%}
    {%- if longest is none -%}
    {{ left_month }} is not null
    {%- else -%}
    coalesce({{ from_month }} - {{ left_month }} <= {{ longest }}, false)
    {%- endif -%}
{%- endmacro %}
