{{ config(enabled=uses_source('chargebee')) }}
{%- set columns = chargebee_item_columns() | reject('equalto', 'subscription_id') | list %}
{%- if source_option('chargebee', 'loader') == 'fivetran' %}
with loaded as (
    {{ source_rows('chargebee', 'items') | indent(4) }}
),

elements as (
    select
        source_connection, subscription_id, 1 as version_number,
        {{ columns | join(', ') }}
    from loaded
    where not is_deleted
),
{%- else %}
{%- set kept = ['source_connection', 'subscription_id', 'version_number'] %}
with subscriptions as (
    select * from {{ ref('product_retention', 'stg_chargebee__subscriptions') }}
),

item_rows as (
    {{ json_rows('subscriptions', kept, 'items', 'item') | indent(4) }}
),

elements as (
    select
        {{ kept | join(', ') }},
        {%- for column in columns %}
        {{ json_text('item', [column]) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from item_rows
),
{%- endif %}

item_prices as (
    select * from {{ ref('product_retention', 'stg_chargebee__item_prices') }}
),

products as (
    select * from {{ ref('product_retention', 'stg_chargebee__products') }}
),

described as (
    select
        elements.*,
        coalesce(item_prices.item_id, elements.item_price_id) as product_id,
        coalesce(lower(elements.item_type), item_prices.item_type) as type_of_item,
        item_prices.pricing_model,
        coalesce(products.is_metered, false) as is_metered
    from elements
    left join item_prices
        on
            elements.source_connection = item_prices.source_connection
            and elements.item_price_id = item_prices.item_price_id
    left join products
        on
            item_prices.source_connection = products.source_connection
            and item_prices.item_id = products.product_id
)

-- A charge may stand in a subscription twice; so its items are numbered.
select
    source_connection,
    subscription_id,
    version_number,
    row_number() over (
        partition by source_connection, subscription_id, version_number
        order by item_price_id, unit_price, quantity
    ) as item_number,
    subscription_id || '/' || product_id as record_id,
    item_price_id,
    product_id,
    type_of_item as item_type,
    pricing_model,
    is_metered,
    coalesce({{ source_amount('quantity_in_decimal') }}, {{ source_amount('quantity') }})
        as quantity,
    coalesce(
        {{ source_amount('free_quantity_in_decimal') }}, {{ source_amount('free_quantity') }}, 0
    ) as free_quantity,
    {{ source_amount('unit_price') }} as unit_price,
    {{ source_amount('unit_price_in_decimal') }} as decimal_unit_price
from described
