{#- What an alert is about beside its customer, by the scope of its rule; empty where it is about the
    customer as a whole. -#}
{% macro alert_subject(scope, product_family, product_id, license_id) -%}
    coalesce(
            case {{ scope }}
                when 'customer_family' then {{ product_family }}
                when 'customer_product' then {{ product_id }}
                when 'license' then {{ license_id }}
            end, ''
        )
{%- endmacro %}
