{# Text that could not be read as an amount because it is too large, not because it is no number. #}
{% macro looks_out_of_range(unread_text) -%}
    (
        lower({{ unread_text }}) not like '%n%'
        and coalesce(abs({{ try_cast(unread_text, rate_type()) }}) >= {{ largest_amount() }}, false)
    )
{%- endmacro %}
