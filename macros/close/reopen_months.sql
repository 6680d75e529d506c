{#- Opens the closed months from the given one on; the next build closes them again. -#}
{% macro reopen_months(from_month) -%}
    {%- if execute -%}
        {%- set reopened -%}
        from {{ ref('product_retention', 'closed_months') }}
        where arr_month >= cast('{{ asked_month('from_month', from_month) }}' as date)
        {%- endset -%}
        {%- set month_count = run_query('select count(*) ' ~ reopened).rows[0][0] -%}
        {%- do run_statement('delete ' ~ reopened) -%}
        {%- do print(month_count ~ ' months are open again; the next build closes them as they are then.') -%}
    {%- endif -%}
{%- endmacro %}
