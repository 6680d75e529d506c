{{ config(enabled=uses_source('stripe') and stripe_history() != 'invoices') }}
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
        versions.status in ('unpaid', 'paused') as is_unpaid,
        {{ "'history_assumed_constant'" if history == 'current' else no_text }} as issue,
        {% if history == 'current' -%}
        case
            when items.created_on > versions.valid_from then items.created_on
            else versions.valid_from
        end as valid_from,
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
    {{ '-- Nothing is charged while collection is paused.
    where not versions.is_paused' if not setting('paused_counts_as_active') }}
)

select * from dated
where valid_to is null or valid_to > valid_from
