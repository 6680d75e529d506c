{{ config(enabled=uses_source('chargebee')) }}
{%- set record = ['source_connection', 'subscription_id', 'record_id'] -%}
{%- set same = [
    'product_id', 'currency', 'quantity', 'arr', 'is_trial', 'is_pending', 'is_fee', 'rejection',
] %}
with states as (
    select * from {{ ref('product_retention', 'stg_chargebee__discounted_states') }}
),

subscriptions as (
    select * from {{ ref('product_retention', 'stg_chargebee__subscriptions') }}
),

items as (
    select * from {{ ref('product_retention', 'stg_chargebee__items') }}
),

-- A product that a subscription has twice is one licence.
summed as (
    select
        {{ record | join(', ') }}, product_id, currency, is_trial, is_pending, is_fee, valid_from,
        valid_to,
        max(rejection) as rejection,
        max(case when is_assumed then 1 else 0 end) as assumed,
        max(case when is_other_amount then 1 else 0 end) as other_amounts,
        case when max(rejection) is null then sum(quantity) end as quantity,
        case when max(rejection) is null and count(arr) = count(*) then sum(arr) end as arr
    from states
    group by
        {{ record | join(', ') }}, product_id, currency, is_trial, is_pending, is_fee, valid_from,
        valid_to
),

stretches as (
    {{ joined_neighbours('summed', record, same, {
        'assumed': 'max(assumed)', 'other_amounts': 'max(other_amounts)',
    }) | indent(4) }}
),

-- An item that never had a day: its subscription never began, or was never seen but paused.
unheld as (
    select
        items.source_connection, items.subscription_id, items.record_id, items.product_id,
        max(subscriptions.currency) as currency,
        max(case when items.item_type = 'charge' then 1 else 0 end) = 1 as is_fee,
        case
            when max(case when subscriptions.status = 'paused' then 1 else 0 end) = 1 then 'unpaid'
            else 'not_started'
        end as rejection,
        min(subscriptions.starts_on) as valid_from
    from items
    inner join subscriptions
        on
            items.source_connection = subscriptions.source_connection
            and items.subscription_id = subscriptions.subscription_id
            and items.version_number = subscriptions.version_number
    left join summed
        on
            items.source_connection = summed.source_connection
            and items.record_id = summed.record_id
    where summed.record_id is null
    group by
        items.source_connection, items.subscription_id, items.record_id, items.product_id
),

listed as (
    select
        {{ record | join(', ') }}, {{ same | join(', ') }}, assumed, other_amounts, valid_from,
        valid_to
    from stretches
    union all
    select
        {{ record | join(', ') }}, product_id, currency, null as quantity, null as arr,
        false as is_trial, false as is_pending, is_fee, rejection, 0 as assumed,
        0 as other_amounts, valid_from, cast(null as date) as valid_to
    from unheld
),

licences as (
    select
        listed.*,
        -- One reason rejects a row; of what counts, everything is said.
        coalesce(
            listed.rejection,
            case
                when listed.assumed = 1 and listed.other_amounts = 1
                    then 'history_assumed_constant, line_amount_differs'
                when listed.assumed = 1 then 'history_assumed_constant'
                when listed.other_amounts = 1 then 'line_amount_differs'
            end
        ) as issue,
        case when listed.is_pending then 'pending' end as status,
        subscriptions.customer_id, subscriptions.cancel_reason, subscriptions.same_as,
        subscriptions.is_deleted, subscriptions.auto_renews, subscriptions.created_at,
        subscriptions.updated_at, subscriptions.synced_at
    from listed
    left join subscriptions
        on
            listed.source_connection = subscriptions.source_connection
            and listed.subscription_id = subscriptions.subscription_id
            and subscriptions.is_newest
)

{{ licence_contract('chargebee', 'licences', {
    'source_record_id': 'record_id', 'customer_id': 'customer_id', 'product_text': 'product_id',
    'currency': 'currency', 'status_text': 'status', 'lost_reason': 'cancel_reason',
    'arr_amount': 'arr', 'quantity': 'quantity', 'from_date': 'valid_from', 'to_date': 'valid_to',
    'is_end_date_included': 'false', 'auto_renews': 'auto_renews and not is_fee',
    'is_recurring': 'not is_fee', 'is_trial': 'is_trial', 'is_deleted': 'is_deleted',
    'created_at': 'created_at', 'updated_at': 'updated_at', 'same_as': 'same_as',
    'source_issue': 'issue', 'synced_at': 'synced_at',
}, is_dated=true) }}
