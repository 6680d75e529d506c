{#- The first day on which a licence is no longer active: by its stated end, or the day on which its
    renewal starts, whichever comes first. -#}
{% macro renewed_end(stated_ends_before, renewed_on) -%}
    case
        when {{ renewed_on }} < {{ stated_ends_before }} then {{ renewed_on }}
        else coalesce({{ stated_ends_before }}, {{ renewed_on }})
    end
{%- endmacro %}
