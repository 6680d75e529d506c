{% macro license_status(status_text) -%}
    case
            when {{ status_text }} in ('churned', 'lost', 'canceled', 'cancelled') then 'churned'
            when {{ status_text }} in ('pending', 'prospect', 'coming', 'draft', 'future') then 'pending'
            else 'active'
        end
{%- endmacro %}
