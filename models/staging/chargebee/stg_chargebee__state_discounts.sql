{{ config(enabled=uses_source('chargebee')) }}
{%- set piece = ['source_connection', 'subscription_id', 'item_number', 'valid_from'] %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_chargebee__priced_states') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_chargebee__discounts') }}
),

-- Units that are free are off the quantity already.
applied as (
    select
        pieces.source_connection,
        pieces.subscription_id,
        pieces.item_number,
        pieces.valid_from,
        discounts.discount_id,
        case when discounts.item_price_id is not null then 'item' else 'subscription' end as level,
        case when not discounts.is_ignored then discounts.percent_off end as percent_off,
        case
            when
                not discounts.is_ignored
                and coalesce(discounts.currency, pieces.currency) = pieces.currency
                then discounts.amount_off
        end as amount_off,
        discounts.is_ignored
        or (discounts.amount_off is not null and discounts.currency <> pieces.currency)
            as is_ignored
    from pieces
    inner join discounts
        on
            pieces.source_connection = discounts.source_connection
            and pieces.subscription_id = discounts.subscription_id
            and pieces.version_number = discounts.version_number
            and (
                discounts.item_price_id is null or pieces.item_price_id = discounts.item_price_id
            )
            and (discounts.ends_before is null or pieces.valid_from < discounts.ends_before)
)

{{ summed_discounts('applied', piece) }}
