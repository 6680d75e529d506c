{#- The metrics that are of a customer; all others are of a customer and product. -#}
{% macro customer_metrics() -%}
    {{ return([
        'engagement_score', 'stakeholder_contacts', 'open_tickets_change', 'open_tickets_ratio',
    ]) }}
{%- endmacro %}

{#- Condition: the metric is of a customer. -#}
{% macro is_customer_metric(metric) -%}
    {{ metric }} in (
            '{{ customer_metrics() | join("',\n            '") }}'
        )
{%- endmacro %}
