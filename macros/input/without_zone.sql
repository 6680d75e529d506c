{#- The text of a time without the zone behind it, where casts do not leave it out by themselves. -#}
{% macro without_zone(text) -%}
    {{ return(adapter.dispatch('without_zone', 'product_retention')(text)) }}
{%- endmacro %}

{% macro default__without_zone(text) -%}
    {{ return(text) }}
{%- endmacro %}

{% macro duckdb__without_zone(text) -%}
    {{ return("regexp_extract(" ~ text ~ ", '^[0-9-]+[ T][0-9:.]+')") }}
{%- endmacro %}
