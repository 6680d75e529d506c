{{ config(enabled=uses_source('chargebee')) }}
{%- set piece = ['source_connection', 'subscription_id', 'item_number', 'valid_from'] -%}
{%- set together = 'over (partition by source_connection, subscription_id, valid_from)' %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_chargebee__priced_states') }}
),

summed as (
    select * from {{ ref('product_retention', 'stg_chargebee__state_discounts') }}
),

netted as (
    {{ net_of_discounts('pieces', 'summed', piece, 'item_number') | indent(4) }}
),

-- MRR that Chargebee states is rounded to a cent: it is compared where all of it is known here.
compared as (
    select
        *,
        coalesce(
            sum(case when arr is null and not is_fee then 1 else 0 end) {{ together }} = 0
            and abs(sum(arr) {{ together }} * minor_units - mrr_units * 12) > 12,
            false
        ) as has_other_mrr
    from netted
)

select
    source_connection, subscription_id, version_number, record_id, product_id, currency, quantity,
    is_trial, is_pending, is_assumed, is_fee,
    case when is_tiered then 'tiered_price' when is_metered then 'usage_based_price' end
        as rejection,
    not is_fee and (has_ignored_discount or has_other_mrr) as is_other_amount,
    coalesce(arr, {{ to_year('fee_units', 1, 'minor_units') | indent(4) }}) as arr,
    valid_from, valid_to
from compared
