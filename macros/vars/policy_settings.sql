{#- The vars that decide about figures with their values, as JSON. -#}
{% macro policy_settings() -%}
    {%- set settings = {} -%}
    {%- for name in policy_vars() -%}
        {%- do settings.update({name: setting(name)}) -%}
    {%- endfor -%}
    {{ return(tojson(settings, sort_keys=true)) }}
{%- endmacro %}
