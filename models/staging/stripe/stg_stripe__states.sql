{{ config(enabled=uses_source('stripe')) }}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
with newest_subscriptions as (
    select * from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
    where is_newest
),

items as (
    select * from {{ ref('product_retention', 'stg_stripe__items') }}
),

{% if stripe_history() == 'invoices' %}
invoiced as (
    select
        states.*,
        items.price_id as item_price_id,
        items.quantity as item_quantity,
        subscriptions.stated_ends_before,
        -- The item is not what was invoiced last: it was changed since.
        states.is_open and states.is_newest and items.item_id is not null
        and (
            items.price_id <> states.price_id
            or coalesce(items.quantity, 1) <> coalesce(states.quantity, 1)
        ) as is_changed,
        case
            when subscriptions.changed_on > states.starts_on then subscriptions.changed_on
            when cast(items.synced_at as date) > states.starts_on then cast(items.synced_at as date)
            else states.starts_on
        end as changed_on
    from {{ ref('product_retention', 'stg_stripe__invoice_states') }} as states
    left join newest_subscriptions as subscriptions
        on
            states.source_connection = subscriptions.source_connection
            and states.subscription_id = subscriptions.subscription_id
    left join items
        on
            states.source_connection = items.source_connection
            and states.item_id = items.item_id
),

dated as (
    select
        source_connection, subscription_id, item_id, price_id, quantity, is_trial,
        false as is_unpaid, {{ no_text }} as issue, starts_on as valid_from,
        case
            when is_changed then changed_on
            when is_open or stated_ends_before < ends_before then stated_ends_before
            else ends_before
        end as valid_to
    from invoiced
    union all
    select
        source_connection, subscription_id, item_id, item_price_id, item_quantity, false,
        false, 'change_date_assumed', changed_on, stated_ends_before
    from invoiced
    where is_changed
),
{%- else %}
dated as (
    select * from {{ ref('product_retention', 'stg_stripe__version_states') }}
),
{%- endif %}

states as (
    select * from dated
    where valid_to is null or valid_to > valid_from
),

known_items as (
    select
        source_connection,
        item_id
    from states
    group by source_connection, item_id
)

select * from states
union all
-- An item that was never charged.
select
    items.source_connection,
    items.subscription_id,
    items.item_id,
    min(items.price_id) as price_id,
    max(items.quantity) as quantity,
    false as is_trial,
    true as is_unpaid,
    {{ no_text }} as issue,
    min(items.created_on) as valid_from,
    cast(null as date) as valid_to
from items
left join known_items
    on
        items.source_connection = known_items.source_connection
        and items.item_id = known_items.item_id
where known_items.item_id is null
group by items.source_connection, items.subscription_id, items.item_id
