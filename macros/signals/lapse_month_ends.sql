{#- Month ends at which a fall must still stand, as rows: 0 for that of its own month, up to var
    lapse_months. -#}
{% macro lapse_month_ends() -%}
    {%- for months_later in range(setting('lapse_months') + 1) -%}
    select {{ months_later }} as months_later{{ "\n    union all\n    " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
