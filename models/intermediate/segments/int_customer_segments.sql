{%- set sources = [
    ref('int_customer_attributes'),
    ref('int_customer_bands'),
    ref('int_customer_arr_ranks'),
    ref('int_customer_main_terms'),
] -%}
{% for source in sources %}
select
    customer_id,
    segment_type,
    segment_value,

    cast(month_index as integer) as month_index,
    cast(until_month_index as integer) as until_month_index
from {{ source }}
{{- "\nunion all" if not loop.last }}
{%- endfor %}
