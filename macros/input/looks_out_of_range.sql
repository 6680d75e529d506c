{# Text that could not be read as an amount because it is too large, not because it is no number. #}
{% macro looks_out_of_range(unread_text) -%}
    ({{ has_form(unread_text, 'number') }})
{%- endmacro %}
