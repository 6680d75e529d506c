{#- Before the spine grows: takes out months that a build with a later reporting date put there, and
    did not come to complete. -#}
{% macro delete_months_to_come() -%}
    {%- if is_incremental() -%}
    delete from {{ this }} where arr_month > (select max(arr_month) from {{ ref('int_months') }})
    {%- endif -%}
{%- endmacro %}
