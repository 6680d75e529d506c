{{ config(enabled=uses_source('stripe')) }}
{%- set piece = ['source_connection', 'item_id', 'valid_from'] %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_stripe__priced_states') }}
),

summed as (
    select * from {{ ref('product_retention', 'stg_stripe__state_discounts') }}
),

netted as (
    {{ net_of_discounts('pieces', 'summed', piece, 'item_id') | indent(4) }}
)

select
    source_connection, subscription_id, item_id, product_id, currency, usage_type, billing_scheme,
    price_type, unit_amount, quantity, is_trial, is_unpaid,
    case
        when has_ignored_discount then coalesce(issue || ', ', '') || 'line_amount_differs'
        else issue
    end as issue,
    valid_from, valid_to, arr
from netted
