{#- The format that a var gives, as an expression; null where each column shows its own. -#}
{% macro given_format(name) -%}
    {{ return(
        text_literal(setting(name)) if setting(name) != 'auto' else 'cast(null as ' ~ dbt.type_string() ~ ')'
    ) }}
{%- endmacro %}
