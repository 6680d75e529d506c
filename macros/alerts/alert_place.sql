{#- The place of an alert among those of its group about the same thing on the same day, the most severe
    first, then the one with the higher threshold. -#}
{% macro alert_place(
    rule_group, customer_id, subject, event_date, severity, threshold, rule_id
) -%}
    row_number() over (
            partition by {{ rule_group }}, {{ customer_id }}, {{ subject }}, {{ event_date }}
            order by
                case {{ severity }} when 'high' then 1 when 'medium' then 2 else 3 end asc,
                {{ threshold }} desc nulls last,
                {{ rule_id }} asc
        )
{%- endmacro %}
