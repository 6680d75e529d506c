{#- The issues by which a source itself says that a row is no licence. -#}
{% macro source_rejections() -%}
    {{ return([
        'test_mode', 'not_started', 'usage_based_price', 'tiered_price', 'deal_not_won',
        'line_without_deal', 'deal_without_lines', 'unpaid', 'counted_in_other_source',
    ]) }}
{%- endmacro %}

{#- The issues of licences that a source states and that count all the same. -#}
{% macro source_remarks() -%}
    {{ return([
        'change_date_assumed', 'history_assumed_constant', 'line_amount_differs', 'customer_not_linked',
    ]) }}
{%- endmacro %}

{#- The branch of a CASE that gives the first issue by which a source rejects a row; nothing with Planhat
    alone, which states none. -#}
{% macro source_rejection(issues) -%}
    {%- if other_sources() -%}
        {%- for issue in source_rejections() -%}
            when {{ issues }} like '%{{ issue }}%' then '{{ issue }}'
        {% endfor -%}
    {%- endif -%}
{%- endmacro %}
