{#- Blanks are what spreadsheets leave around a text: space, tab, line ends and no-break space. -#}
{% macro trim_blanks(text) -%}
    {{ adapter.dispatch('trim_blanks', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__trim_blanks(text) -%}
    trim({{ text }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160))
{%- endmacro %}

{#- DuckDB trims a set of characters slowly, so that most texts are only looked at: those that begin
    with a character after the blanks of ASCII, and end with none of them. -#}
{% macro duckdb__trim_blanks(text) -%}
    case
            when
                {{ text }} >= '!' and not starts_with({{ text }}, chr(160))
                {%- for blank in [9, 10, 11, 12, 13, 32, 160] %}
                and not suffix({{ text }}, chr({{ blank }}))
                {%- endfor %}
                then {{ text }}
            else {{ product_retention.default__trim_blanks(text) }}
        end
{%- endmacro %}

{% macro spark__trim_blanks(text) -%}
    trim(both concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160)) from {{ text }})
{%- endmacro %}

{# Redshift's chr() stops at 127. #}
{% macro redshift__trim_blanks(text) -%}
    btrim({{ text }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || '{{ "\u00a0" }}')
{%- endmacro %}
