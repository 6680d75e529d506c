{{ config(enabled=uses_source('stripe') and stripe_history() == 'invoices') }}
{%- set item = ['source_connection', 'item_id'] -%}
with lines as (
    select * from {{ ref('product_retention', 'stg_stripe__invoice_lines') }}
    where item_id is not null
),

items as (
    select * from {{ ref('product_retention', 'stg_stripe__items') }}
),

subscriptions as (
    select * from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
    where is_newest
),

-- What was charged until now for the same days is not what the item has from now on.
charged as (
    select lines.*
    from lines
    left join lines as credits
        on
            lines.source_connection = credits.source_connection
            and lines.item_id = credits.item_id
            and lines.starts_on = credits.starts_on
            and lines.price_id = credits.price_id
            and lines.quantity = credits.quantity
            and credits.is_proration and credits.amount < 0
    where not lines.is_proration or (lines.amount >= 0 and credits.line_id is null)
),

-- A credit without a charge from the same day takes the item away.
removals as (
    select credits.*
    from lines as credits
    left join lines as charges
        on
            credits.source_connection = charges.source_connection
            and credits.item_id = charges.item_id
            and credits.starts_on = charges.starts_on
            and charges.is_proration and charges.amount >= 0
    where credits.is_proration and credits.amount < 0 and charges.line_id is null
),

newest_charges as (
    select
        *,
        row_number() over (
            partition by {{ item | join(', ') }}, starts_on
            order by invoiced_at desc nulls last, is_proration desc, line_id desc
        ) as charge_rank
    from charged
),

sequenced as (
    select
        *,
        lead(starts_on) over (
            partition by {{ item | join(', ') }} order by starts_on
        ) as next_start,
        row_number() over (
            partition by {{ item | join(', ') }} order by starts_on desc
        ) as state_rank
    from newest_charges
    where charge_rank = 1
),

removed as (
    select
        sequenced.source_connection,
        sequenced.item_id,
        sequenced.starts_on,
        min(removals.starts_on) as removed_on
    from sequenced
    inner join removals
        on
            sequenced.source_connection = removals.source_connection
            and sequenced.item_id = removals.item_id
            and sequenced.starts_on <= removals.starts_on
    group by sequenced.source_connection, sequenced.item_id, sequenced.starts_on
)

select
    sequenced.source_connection,
    sequenced.subscription_id,
    sequenced.item_id,
    sequenced.price_id,
    sequenced.quantity,
    coalesce(sequenced.ends_before <= subscriptions.trial_ends_before, false) as is_trial,
    -- The newest state goes on where it reaches the end of the present period, unless the item has
    -- been removed.
    sequenced.state_rank = 1
    and not coalesce(items.is_deleted, true)
    and subscriptions.status in ('active', 'past_due')
    and coalesce(removed.removed_on > sequenced.ends_before, true)
    and sequenced.ends_before >= coalesce(
        items.period_ends_before, subscriptions.period_ends_before, sequenced.ends_before
    ) as is_open,
    sequenced.state_rank = 1 as is_newest,
    sequenced.starts_on,
    case
        when
            sequenced.next_start <= sequenced.ends_before
            and sequenced.next_start <= coalesce(removed.removed_on, sequenced.next_start)
            then sequenced.next_start
        when removed.removed_on < sequenced.ends_before then removed.removed_on
        else sequenced.ends_before
    end as ends_before
from sequenced
left join removed
    on
        sequenced.source_connection = removed.source_connection
        and sequenced.item_id = removed.item_id
        and sequenced.starts_on = removed.starts_on
left join subscriptions
    on
        sequenced.source_connection = subscriptions.source_connection
        and sequenced.subscription_id = subscriptions.subscription_id
left join items
    on
        sequenced.source_connection = items.source_connection
        and sequenced.item_id = items.item_id
