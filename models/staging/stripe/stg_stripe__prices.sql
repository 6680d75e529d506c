{{ config(enabled=uses_source('stripe')) }}
{%- set columns = stripe_tables()['prices'].columns %}
{%- if source_option('stripe', 'loader') == 'fivetran' %}
with loaded as (
    {{ source_rows('stripe', 'prices') | indent(4) }}
),
{%- else %}
with items as (
    select
        source_connection,
        price_id,
        price,
        row_number() over (
            partition by source_connection, price_id order by version_number desc, item_id asc
        ) as price_rank
    from {{ ref('product_retention', 'stg_stripe__items') }}
    where price_id is not null
),

loaded as (
    select
        source_connection,
        price_id,
        {{ json_text('price', ['product']) }} as product_id,
        {{ json_text('price', ['currency']) }} as currency,
        coalesce(
            {{ json_text('price', ['unit_amount_decimal']) }},
            {{ json_text('price', ['unit_amount']) }}
        ) as unit_amount,
        {{ json_text('price', ['recurring', 'interval']) }} as billing_interval,
        {{ json_text('price', ['recurring', 'interval_count']) }} as interval_count,
        {{ json_text('price', ['recurring', 'usage_type']) }} as usage_type,
        {{ json_text('price', ['billing_scheme']) }} as billing_scheme,
        {{ json_text('price', ['type']) }} as price_type,
        {{ json_text('price', ['transform_quantity', 'divide_by']) }} as divide_by,
        {{ json_text('price', ['transform_quantity', 'round']) }} as divide_round
    from items
    where price_rank = 1
),
{%- endif %}

minor_units as (
    select * from {{ ref('product_retention', 'currency_minor_units') }}
)

select
    loaded.source_connection,
    loaded.price_id,
    loaded.product_id,
    upper(loaded.currency) as currency,
    loaded.billing_interval,
    loaded.usage_type,
    loaded.billing_scheme,
    loaded.price_type,
    loaded.divide_round,
    {{ source_amount('loaded.unit_amount') }} as unit_amount,
    coalesce({{ try_cast('loaded.interval_count', 'integer') }}, 1) as interval_count,
    {{ source_amount('loaded.divide_by') }} as divide_by,
    coalesce(minor_units.minor_units, 100) as minor_units
from loaded
left join minor_units
    on upper(loaded.currency) = minor_units.currency
