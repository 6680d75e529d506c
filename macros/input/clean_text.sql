{#- A column as text without the blanks around it; empty text becomes null. Blanks are what
    spreadsheets leave: space, tab, line ends and no-break space. The text is compared and ordered
    by the codes of its letters, whatever the language of the database, so that all engines agree on
    which comes first. Columns made from it keep that. -#}
{% macro clean_text(column) -%}
    {{ adapter.dispatch('clean_text', 'product_retention')(
        'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')'
    ) }}
{%- endmacro %}

{% macro default__clean_text(text) -%}
    nullif(trim({{ text }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)), '')
{%- endmacro %}

{#- DuckDB trims a set of characters slowly. So most texts are only looked at: those that begin and
    end with a visible character of ASCII. -#}
{% macro duckdb__clean_text(text) -%}
    case
            when {{ text }} between '!' and '~' and ({{ text }})[-1] between '!' and '~' then {{ text }}
            else {{ product_retention.default__clean_text(text) }}
        end
{%- endmacro %}

{% macro postgres__clean_text(text) -%}
    ({{ product_retention.default__clean_text(text) }}) collate "C"
{%- endmacro %}

{% macro spark__clean_text(text) -%}
    nullif(
            trim(both concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160)) from {{ text }}),
            ''
        )
{%- endmacro %}

{# Redshift compares by codes as it is, and its chr() stops at 127. #}
{% macro redshift__clean_text(text) -%}
    nullif(
            btrim({{ text }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || '{{ "\u00a0" }}'),
            ''
        )
{%- endmacro %}
