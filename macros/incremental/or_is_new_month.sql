{#- The spine of customers that have not changed grows by the months since the last build. -#}
{% macro or_is_new_month(month) -%}
    {%- if model.resource_type != 'unit_test' and is_incremental() -%}
    or {{ month }} > (select {{ month_index('max(built.arr_month)') }} from {{ this }} as built)
    {%- endif -%}
{%- endmacro %}
