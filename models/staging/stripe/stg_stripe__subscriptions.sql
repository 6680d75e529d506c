{{ config(enabled=uses_source('stripe')) }}
with loaded as (
    {{ source_rows('stripe', 'subscriptions') | indent(4) }}
),

typed as (
    select
        source_connection,
        subscription_id,
        customer_id,
        lower(status) as status,
        metadata,
        items,
        discount,
        {{ is_true('is_live', true) }} as is_live,
        coalesce(pause not in ('', '{}'), false) as is_paused,
        {{ is_true('cancels_at_period_end') }} as cancels_at_period_end,
        is_deleted,
        {{ is_true('is_active_version') }} as is_active_version,
        {{ source_day('start_date') }} as starts_on,
        {{ source_day('trial_end') }} as trial_ends_before,
        {{ source_day('cancel_at') }} as cancelled_before,
        {{ source_day('ended_at') }} as ended_before,
        {{ source_day('current_period_end') }} as period_ends_before,
        {{ source_time('changed_at') }} as changed_at,
        {{ source_time('created_at') }} as created_at,
        synced_at
    from loaded
),

-- The same version may have been loaded twice.
ranked as (
    select
        *,
        row_number() over (
            partition by source_connection, subscription_id, coalesce(changed_at, synced_at)
            order by is_active_version desc, synced_at desc nulls last, status, items
        ) as copy_number
    from typed
)

select
    source_connection,
    subscription_id,
    customer_id,
    status,
    metadata,
    items,
    discount,
    is_live,
    is_paused,
    cancels_at_period_end,
    is_deleted,
    row_number() over (
        partition by source_connection, subscription_id
        order by changed_at asc nulls first, synced_at asc nulls first
    ) as version_number,
    row_number() over (
        partition by source_connection, subscription_id
        order by changed_at desc nulls last, synced_at desc nulls last
    ) = 1 as is_newest,
    starts_on,
    trial_ends_before,
    ended_before,
    period_ends_before,
    coalesce(
        ended_before, cancelled_before, case when cancels_at_period_end then period_ends_before end
    ) as stated_ends_before,
    cast(changed_at as date) as changed_on,
    created_at,
    changed_at as updated_at,
    synced_at
from ranked
where copy_number = 1
