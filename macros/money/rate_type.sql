{% macro rate_type() -%}
    {{ adapter.dispatch('rate_type', 'product_retention')() }}
{%- endmacro %}

{% macro default__rate_type() -%}
    double precision
{%- endmacro %}

{% macro spark__rate_type() -%}
    double
{%- endmacro %}

{% macro bigquery__rate_type() -%}
    float64
{%- endmacro %}
