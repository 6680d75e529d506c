{{ config(enabled=uses_source('stripe')) }}
{%- set history, no_text = stripe_history(), 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set is_running = "subscriptions.status in ('active', 'past_due')" %}
with subscriptions as (
    select * from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
),

items as (
    select * from {{ ref('product_retention', 'stg_stripe__items') }}
),

newest_subscriptions as (
    select * from subscriptions
    where is_newest
),
{% if history == 'invoices' %}
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
    union all
    -- An item without an invoice that counts.
    select
        items.source_connection, items.subscription_id, items.item_id, items.price_id,
        items.quantity, false, true, {{ no_text }}, items.created_on, cast(null as date)
    from items
    left join invoiced
        on items.source_connection = invoiced.source_connection and items.item_id = invoiced.item_id
    where invoiced.item_id is null
)
{%- else %}
versions as (
    select
        subscriptions.*,
        newest.stated_ends_before as last_ends_before,
        {%- if history == 'current' %}
        case
            when subscriptions.trial_ends_before > subscriptions.starts_on and {{ is_running }}
                then subscriptions.trial_ends_before
            else subscriptions.starts_on
        end as valid_from,
        cast(null as date) as next_from
        {%- else %}
        case
            when subscriptions.version_number = 1 then subscriptions.starts_on
            else subscriptions.changed_on
        end as valid_from,
        lead(subscriptions.changed_on) over (
            partition by subscriptions.source_connection, subscriptions.subscription_id
            order by subscriptions.version_number
        ) as next_from
        {%- endif %}
    from subscriptions
    inner join newest_subscriptions as newest
        on
            subscriptions.source_connection = newest.source_connection
            and subscriptions.subscription_id = newest.subscription_id
    {{ 'where subscriptions.is_newest' if history == 'current' }}
),

dated as (
    select
        items.source_connection, items.subscription_id, items.item_id, items.price_id,
        items.quantity,
        versions.status = 'trialing' as is_trial,
        versions.status in ('unpaid', 'paused')
        or (versions.is_paused and not {{ setting('paused_counts_as_active') | lower }}) as is_unpaid,
        {{ "'history_assumed_constant'" if history == 'current' else no_text }} as issue,
        {% if history == 'current' -%}
        case when items.created_on > versions.valid_from then items.created_on else versions.valid_from end
            as valid_from,
        {%- else -%}
        versions.valid_from,
        {%- endif %}
        case
            when versions.last_ends_before < versions.next_from or versions.next_from is null
                then versions.last_ends_before
            else versions.next_from
        end as valid_to
    from items
    inner join versions
        on
            items.source_connection = versions.source_connection
            and items.subscription_id = versions.subscription_id
            {{ 'and items.version_number = versions.version_number'
                if source_option('stripe', 'loader') == 'airbyte' }}
)
{%- endif %}

select * from dated
where valid_to is null or valid_to > valid_from
