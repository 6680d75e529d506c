{#- Condition: the whole text has the form of a date, timestamp or number (text_form). -#}
{% macro has_form(text, kind) -%}
    length({{ text }}) <= 1000
    and {{ adapter.dispatch('has_form', 'product_retention')(text, text_form(kind)) }}
{%- endmacro %}

{% macro default__has_form(text, form) -%}
    regexp_like({{ text }}, {{ text_literal('^(' ~ form ~ ')$') }})
{%- endmacro %}

{% macro duckdb__has_form(text, form) -%}
    regexp_full_match({{ text }}, {{ text_literal(form) }})
{%- endmacro %}

{% macro postgres__has_form(text, form) -%}
    {{ text }} ~ {{ text_literal('^(' ~ form ~ ')$') }}
{%- endmacro %}

{# Unless told that only a line feed ends a line, $ is also found before other ends of a line. #}
{% macro spark__has_form(text, form) -%}
    regexp_like({{ text }}, {{ text_literal('(?d)^(' ~ form ~ ')$') }})
{%- endmacro %}

{% macro bigquery__has_form(text, form) -%}
    regexp_contains({{ text }}, {{ text_literal('^(?:' ~ form ~ ')$') }})
{%- endmacro %}
