{#- Condition: the whole text is of the form that the regular expression describes. Forms are written
    without backslashes, which engines read differently. -#}
{% macro matches(text, form) -%}
    {{ adapter.dispatch('matches', 'product_retention')(text, form) }}
{%- endmacro %}

{% macro default__matches(text, form) -%}
    regexp_like({{ text }}, '^({{ form }})$')
{%- endmacro %}

{% macro duckdb__matches(text, form) -%}
    regexp_full_match({{ text }}, '{{ form }}')
{%- endmacro %}

{% macro postgres__matches(text, form) -%}
    {{ text }} ~ '^({{ form }})$'
{%- endmacro %}

{# Unless told that only a line feed ends a line, $ is also found before other ends of a line. #}
{% macro spark__matches(text, form) -%}
    regexp_like({{ text }}, '(?d)^({{ form }})$')
{%- endmacro %}

{% macro bigquery__matches(text, form) -%}
    regexp_contains({{ text }}, '^(?:{{ form }})$')
{%- endmacro %}
