{#- Opens the closed months from the given one on; the next build closes them anew. -#}
{% macro reopen_months(from_month) -%}
    {%- if execute -%}
        {%- set first_day = (from_month | string)[:7] ~ '-01' -%}
        {%- if not is_iso_date(first_day) -%}
            {{ exceptions.raise_compiler_error(
                'from_month is ' ~ tojson(from_month | string) ~ '; give it as YYYY-MM'
            ) }}
        {%- endif -%}
        {%- set reopened -%}
        from {{ ref('closed_months') }} where arr_month >= cast('{{ first_day }}' as date)
        {%- endset -%}
        {%- set month_count = run_query('select count(*) ' ~ reopened).rows[0][0] -%}
        {%- do run_query('delete ' ~ reopened) -%}
        {%- do print(month_count ~ ' months are open again; the next build closes them as they are then.') -%}
    {%- endif -%}
{%- endmacro %}
