{% macro parse_boolean(column, text=none) -%}
    {{ adapter.dispatch('parse_boolean', 'product_retention')(
        column, text or clean_text(column)
    ) }}
{%- endmacro %}

{% macro default__parse_boolean(column, text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0') then false
    end
{%- endmacro %}

{#- DuckDB decides by the type of the column before it reads a row. -#}
{% macro duckdb__parse_boolean(column, text) -%}
    case
            when typeof({{ column }}) = 'BOOLEAN' then try_cast({{ column }} as boolean)
            else {{ product_retention.default__parse_boolean(column, text) | indent(8) }}
        end
{%- endmacro %}
