{{ config(enabled=uses_source('chargebee')) }}
{%- set version = ['source_connection', 'subscription_id', 'version_number'] %}
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
        {% for column in version %}states.{{ column }}, {% endfor %}states.valid_from,
        discounts.item_price_id,
        sum(discounts.quantity_off) as quantity_off
    from states
    inner join discounts
        on
            {%- for column in version %}
            {{ 'and ' if not loop.first }}states.{{ column }} = discounts.{{ column }}
            {%- endfor %}
            and (discounts.ends_before is null or discounts.ends_before > states.valid_from)
    where discounts.quantity_off is not null and not discounts.is_ignored
    group by
        {% for column in version %}states.{{ column }}, {% endfor %}states.valid_from,
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
        coalesce(items.decimal_unit_price * subscriptions.minor_units, items.unit_price) as unit_units,
        coalesce(items.quantity, 1) - items.free_quantity - coalesce(offers.quantity_off, 0)
            as quantity
    from states
    inner join subscriptions
        on
            {%- for column in version %}
            {{ 'and ' if not loop.first }}states.{{ column }} = subscriptions.{{ column }}
            {%- endfor %}
    inner join items
        on
            {%- for column in version %}
            {{ 'and ' if not loop.first }}states.{{ column }} = items.{{ column }}
            {%- endfor %}
    left join offers
        on
            {%- for column in version + ['valid_from'] %}
            {{ 'and ' if not loop.first }}states.{{ column }} = offers.{{ column }}
            {%- endfor %}
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
    {{ version | join(', ') }}, item_number, record_id, item_price_id, product_id, currency,
    is_trial, is_pending, is_assumed, is_fee, is_tiered, is_metered, mrr_units, times_a_year,
    interval_count, minor_units,
    cast(charged_quantity as decimal(20, 8)) as quantity,
    cast(case when is_fee then all_units end as decimal(28, 8)) as fee_units,
    cast(
        case when not (is_fee or is_tiered or is_metered) then all_units end as decimal(28, 8)
    ) as period_units,
    valid_from, valid_to
from multiplied
