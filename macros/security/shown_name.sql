{#- A name as it may be shown: itself, or a code made from the key where var pseudonymise_customers is
    true. -#}
{% macro shown_name(name, key, label) -%}
    {%- if setting('pseudonymise_customers') -%}
    case
            when {{ name }} is not null
                then '{{ label }} ' || substring({{ dbt.hash(key) }}, 1, 10)
        end
    {%- else -%}
    {{ name }}
    {%- endif -%}
{%- endmacro %}
