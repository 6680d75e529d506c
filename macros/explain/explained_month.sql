{#- The month of which an explanation is asked, as its first day; refused where it is not reported. -#}
{% macro explained_month(month) -%}
    {%- set first_day = asked_month('month', month) -%}
    {%- set reported = queried_rows(
        'select ' ~ text_of('min(arr_month)') ~ ' as first_month, ' ~ text_of('max(arr_month)')
        ~ ' as last_month from ' ~ ref('int_months')
    )[0] -%}
    {%- if not (reported['first_month'] <= first_day and first_day <= reported['last_month']) -%}
        {{ exceptions.raise_compiler_error(
            first_day[:7] ~ ' is not reported; reported are ' ~ reported['first_month'][:7] ~ ' to '
            ~ reported['last_month'][:7]
        ) }}
    {%- endif -%}
    {{ return(first_day) }}
{%- endmacro %}
