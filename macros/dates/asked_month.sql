{#- The first day of a month that was given to an operation, as text; an error where it is no month. -#}
{% macro asked_month(argument, month) -%}
    {%- set text = month | string -%}
    {%- set first_day = text[:7] ~ '-01' -%}
    {%- if not modules.re.match('^\\d{4}-\\d{2}(-\\d{2})?$', text) or not is_iso_date(first_day) -%}
        {{ exceptions.raise_compiler_error(
            argument ~ ' is ' ~ tojson(text) ~ '; give it as YYYY-MM'
        ) }}
    {%- endif -%}
    {{ return(first_day) }}
{%- endmacro %}
