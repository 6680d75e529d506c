{% macro var_complaint(name, allowed) -%}
    var {{ name }} is {{ tojson(var(name), var(name) | string) }}; allowed: {{ allowed }}
{%- endmacro %}
