{#- A number as it is printed; a hyphen for none. -#}
{% macro printed(number, form='{:,.2f}') -%}
    {{ return('-' if number is none else form.format(number) | replace('%', ' %')) }}
{%- endmacro %}
