{#- Condition: the metric is of a customer; all others are of a customer and product. -#}
{% macro is_customer_metric(metric) -%}
    {{ metric }} in (
            'engagement_score', 'stakeholder_contacts', 'open_tickets_change', 'open_tickets_ratio'
        )
{%- endmacro %}
