{#- A column as clean, known text; null where the database holds it as numbers, or as days and times,
    which need no reading. Engines that cannot tell the type read all of it. -#}
{% macro untyped_text(column, kind) -%}
    {{ adapter.dispatch('untyped_text', 'product_retention')(column, kind) }}
{%- endmacro %}

{% macro default__untyped_text(column, kind) -%}
    {{ clean_text(column) }}
{%- endmacro %}

{#- DuckDB decides by the type of the column before it reads a row. -#}
{% macro duckdb__untyped_text(column, kind) -%}
    case
            when typeof({{ column }}) {{ "= 'VARCHAR'" if kind == 'number' else "not in ('DATE', 'TIMESTAMP')" }}
                then {{ clean_text(column) | indent(8) }}
        end
{%- endmacro %}

{% macro postgres__untyped_text(column, kind) -%}
    case when pg_typeof({{ column }})::text in ('text', 'character varying') then {{ clean_text(column) }} end
{%- endmacro %}

{#- Redshift takes the macros of PostgreSQL, but does not name pg_typeof among its functions. -#}
{% macro redshift__untyped_text(column, kind) -%}
    {{ clean_text(column) }}
{%- endmacro %}

{% macro spark__untyped_text(column, kind) -%}
    case when typeof({{ column }}) = 'string' then {{ clean_text(column) }} end
{%- endmacro %}
