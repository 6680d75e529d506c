{#- Does this build rebuild changed customers only? A build as of known_at has nothing to add to. -#}
{% macro is_built_by_customer() -%}
    {{ return(var('incremental') != 'none' and var('known_at') is none) }}
{%- endmacro %}
