{{ config(**by_customer(pre_hooks=['{{ delete_shifted_ranks() }}'])) }}
{%- set sources = [
    'int_customer_attributes', 'int_customer_bands', 'int_customer_arr_ranks',
    'int_customer_main_terms',
] -%}
{%- set ranks_shift = adds_to_totals() and model.resource_type != 'unit_test' -%}
{% for source in sources %}
select
    customer_id,
    segment_type,
    segment_value,

    cast(month_index as integer) as month_index,
    cast(until_month_index as integer) as until_month_index
from {{ ref(source) }}
{%- if source != 'int_customer_arr_ranks' %}
{{ only_changed_customers() }}
{%- elif ranks_shift %}
{{ only_changed_customers() }}
or customer_id in (select customer_id from {{ ref('int_shifted_customers') }})
{%- endif %}
{{- "\nunion all" if not loop.last }}
{%- endfor %}
