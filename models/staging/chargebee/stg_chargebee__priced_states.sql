{{ config(enabled=uses_source('chargebee')) }}
with states as (
    select * from {{ ref('product_retention', 'stg_chargebee__states') }}
),

subscriptions as (
    select * from {{ ref('product_retention', 'stg_chargebee__subscriptions') }}
),

items as (
    select * from {{ ref('product_retention', 'stg_chargebee__items') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_chargebee__discounts') }}
),

-- Units that are free because of a discount.
offers as (
    select
        states.source_connection,
        states.subscription_id,
        states.version_number,
        states.valid_from,
        discounts.item_price_id,
        sum(discounts.quantity_off) as quantity_off
    from states
    inner join discounts
        on
            states.source_connection = discounts.source_connection
            and states.subscription_id = discounts.subscription_id
            and states.version_number = discounts.version_number
            and (discounts.ends_before is null or states.valid_from < discounts.ends_before)
    where discounts.quantity_off is not null and not discounts.is_ignored
    group by
        states.source_connection, states.subscription_id, states.version_number, states.valid_from,
        discounts.item_price_id
),

pieces as (
    select
        states.*,
        items.item_number, items.record_id, items.item_price_id, items.product_id, items.is_metered,
        items.pricing_model, subscriptions.currency, subscriptions.times_a_year,
        subscriptions.interval_count, subscriptions.minor_units,
        coalesce(items.item_type, '') = 'charge' as is_fee,
        coalesce(items.pricing_model, '') in ('tiered', 'volume', 'stairstep') as is_tiered,
        coalesce(items.decimal_unit_price * subscriptions.minor_units, items.unit_price)
            as unit_units,
        coalesce(items.quantity, 1) - items.free_quantity - coalesce(offers.quantity_off, 0)
            as quantity
    from states
    inner join subscriptions
        on
            states.source_connection = subscriptions.source_connection
            and states.subscription_id = subscriptions.subscription_id
            and states.version_number = subscriptions.version_number
    inner join items
        on
            states.source_connection = items.source_connection
            and states.subscription_id = items.subscription_id
            and states.version_number = items.version_number
    left join offers
        on
            states.source_connection = offers.source_connection
            and states.subscription_id = offers.subscription_id
            and states.version_number = offers.version_number
            and states.valid_from = offers.valid_from
            and items.item_price_id = offers.item_price_id
),

charged as (
    select
        *,
        case when quantity > 0 then quantity else 0 end as charged_quantity
    from pieces
),

multiplied as (
    select
        *,
        case
            when pricing_model = 'flat_fee' then unit_units
            else unit_units * cast(charged_quantity as decimal(14, 4))
        end as all_units
    from charged
)

-- A fee and what is billed by use or by tiers has no price for a year, and no part in a discount.
select
    source_connection, subscription_id, version_number, item_number, record_id, item_price_id, product_id, currency,
    is_trial, is_pending, is_assumed, is_fee, is_tiered, is_metered, mrr_units, times_a_year,
    interval_count, minor_units,
    cast(charged_quantity as decimal(20, 8)) as quantity,
    cast(case when is_fee then all_units end as decimal(28, 8)) as fee_units,
    cast(
        case when not (is_fee or is_tiered or is_metered) then all_units end as decimal(28, 8)
    ) as period_units,
    valid_from, valid_to
from multiplied
