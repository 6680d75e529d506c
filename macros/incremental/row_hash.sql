{#- A whole number made of all columns of a row; sums of it compare sets of rows. -#}
{% macro row_hash(columns) -%}
    {{ adapter.dispatch('row_hash', 'product_retention')(columns) }}
{%- endmacro %}

{% macro default__row_hash(columns) -%}
    cast(cast('x' || {{ row_digest(columns) }} as bit(60)) as bigint)
{%- endmacro %}

{# Redshift has no type bit. #}
{% macro redshift__row_hash(columns) -%}
    strtol({{ row_digest(columns) }}, 16)
{%- endmacro %}

{% macro duckdb__row_hash(columns) -%}
    cast(hash({{ columns | join(', ') }}) as hugeint)
{%- endmacro %}

{% macro spark__row_hash(columns) -%}
    cast(xxhash64({{ columns | join(', ') }}) as decimal(38, 0))
{%- endmacro %}

{% macro snowflake__row_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro bigquery__row_hash(columns) -%}
    cast(farm_fingerprint(to_json_string(struct({{ columns | join(', ') }}))) as bignumeric)
{%- endmacro %}
