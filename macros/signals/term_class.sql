{#- How long a licence binds, by the days from its start to its stated end. -#}
{% macro term_class(term_days) -%}
    case
        when {{ term_days }} is null then 'open-ended'
        when {{ term_days }} < 45 then 'monthly'
        when {{ term_days }} <= 400 then 'annual'
        else 'multi-year'
    end
{%- endmacro %}
