{% macro is_whole_number(value, rule) -%}
    {{ return(
        value is integer and value is not boolean
        and rule['least'] <= value and value <= rule['most']
    ) }}
{%- endmacro %}
