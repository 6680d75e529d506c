{#- A build as of known_at has schemas of its own: it must not replace the present figures. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set known_at = setting('known_at') -%}
    {{- current_schema_name(custom_schema_name, node) | trim }}
    {%- if known_at is not none %}_known_{{ known_at | string | replace('-', '_') }}{% endif -%}
{%- endmacro %}
