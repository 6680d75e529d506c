{{ config(enabled=uses_source('stripe')) }}
{%- if source_option('stripe', 'loader') == 'fivetran' %}
with loaded as (
    {{ source_rows('stripe', 'items') | indent(4) }}
)

select
    source_connection,
    subscription_id,
    item_id,
    price_id,
    cast(null as {{ dbt.type_string() }}) as price,
    same_as,
    {{ source_amount('quantity') }} as quantity,
    is_deleted,
    1 as version_number,
    {{ source_day('created_at') }} as created_on,
    {{ source_day('current_period_end') }} as period_ends_before,
    synced_at
from loaded
{%- else %}
{%- set columns = ['source_connection', 'subscription_id', 'version_number', 'synced_at'] -%}
{%- set same_as = source_option('stripe', 'same_as_field') %}
with subscriptions as (
    select
        source_connection,
        subscription_id,
        {{ json_text('items', ['data']) }} as item_list,
        version_number,
        synced_at
    from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
),

elements as (
    {{ json_rows('subscriptions', columns, 'item_list', 'item') | indent(4) }}
)

select
    source_connection,
    subscription_id,
    {{ json_text('item', ['id']) }} as item_id,
    {{ json_text('item', ['price', 'id']) }} as price_id,
    {{ json_text('item', ['price']) }} as price,
    {{ json_text('item', same_as.split('.')) if same_as
        else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as same_as,
    {{ source_amount(json_text('item', ['quantity'])) }} as quantity,
    false as is_deleted,
    version_number,
    {{ source_day(json_text('item', ['created'])) }} as created_on,
    {{ source_day(json_text('item', ['current_period_end'])) }} as period_ends_before,
    synced_at
from elements
{%- endif %}
