{{ config(enabled=uses_source('stripe')) }}
{%- set piece = ['source_connection', 'item_id', 'valid_from'] %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_stripe__priced_states') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_stripe__discounts') }}
),

applied as (
    select
        pieces.source_connection,
        pieces.item_id,
        pieces.valid_from,
        discounts.discount_id,
        discounts.percent_off,
        case when discounts.item_id is not null then 'item' else 'subscription' end as level,
        case
            when coalesce(discounts.currency, pieces.currency) = pieces.currency
                then discounts.amount_off
        end as amount_off,
        discounts.amount_off is not null and discounts.currency <> pieces.currency as is_ignored
    from pieces
    inner join discounts
        on
            pieces.source_connection = discounts.source_connection
            and (
                pieces.item_id = discounts.item_id
                or (
                    discounts.item_id is null
                    and pieces.subscription_id = discounts.subscription_id
                )
            )
            and discounts.starts_on <= pieces.valid_from
            and (discounts.ends_before is null or discounts.ends_before > pieces.valid_from)
)

{{ summed_discounts('applied', piece) }}
