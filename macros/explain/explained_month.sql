{#- The month of which an explanation is asked, as its first day; refused where it is not reported. -#}
{% macro explained_month(month) -%}
    {%- set text = month | string -%}
    {%- set first_day = text[:7] ~ '-01' -%}
    {%- if not modules.re.match('^\\d{4}-\\d{2}(-\\d{2})?$', text) or not is_iso_date(first_day) -%}
        {{ exceptions.raise_compiler_error('month is ' ~ tojson(text) ~ '; give it as YYYY-MM') }}
    {%- endif -%}
    {%- set reported = run_query(
        'select ' ~ text_of('min(arr_month)') ~ ' as first_month, ' ~ text_of('max(arr_month)')
        ~ ' as last_month from ' ~ ref('int_months')
    ).rows[0] -%}
    {%- if not (reported['first_month'] <= first_day and first_day <= reported['last_month']) -%}
        {{ exceptions.raise_compiler_error(
            text[:7] ~ ' is not reported; reported are ' ~ reported['first_month'][:7] ~ ' to '
            ~ reported['last_month'][:7]
        ) }}
    {%- endif -%}
    {{ return(first_day) }}
{%- endmacro %}
