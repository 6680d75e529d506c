{#- Overrides dbt's own, a text of 256 bytes. -#}
{% macro redshift__type_string() -%}
    {{ return('varchar(65535)') }}
{%- endmacro %}
