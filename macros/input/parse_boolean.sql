{% macro parse_boolean(column) -%}
    {{ adapter.dispatch('parse_boolean', 'product_retention')(column) }}
{%- endmacro %}

{% macro default__parse_boolean(column) -%}
    case
        when lower({{ clean_text(column) }}) in ('true', 't', 'yes', 'y', '1') then true
        when lower({{ clean_text(column) }}) in ('false', 'f', 'no', 'n', '0') then false
    end
{%- endmacro %}

{#- DuckDB decides by the type of the column before it reads a row. -#}
{% macro duckdb__parse_boolean(column) -%}
    case
            when typeof({{ column }}) = 'BOOLEAN' then try_cast({{ column }} as boolean)
            else {{ product_retention.default__parse_boolean(column) | indent(8) }}
        end
{%- endmacro %}
