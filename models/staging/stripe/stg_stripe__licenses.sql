{{ config(enabled=uses_source('stripe')) }}
{%- set record = ['source_connection', 'subscription_id', 'item_id'] -%}
{%- set same = ['product_id', 'currency', 'quantity', 'arr', 'is_trial', 'issue'] -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with states as (
    select * from {{ ref('product_retention', 'stg_stripe__discounted_states') }}
),

subscriptions as (
    select * from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
    where is_newest
),

items as (
    select
        source_connection,
        item_id,
        max(same_as) as same_as,
        max(case when is_deleted then 1 else 0 end) = 1 as is_deleted
    from {{ ref('product_retention', 'stg_stripe__items') }}
    group by source_connection, item_id
),

judged as (
    select
        states.*,
        case
            when not subscriptions.is_live then 'test_mode'
            when subscriptions.status in ('incomplete', 'incomplete_expired') then 'not_started'
            when states.usage_type = 'metered' then 'usage_based_price'
            when
                states.billing_scheme = 'tiered'
                or (states.unit_amount is null and states.product_id is not null)
                then 'tiered_price'
            when states.is_unpaid then 'unpaid'
        end as rejection
    from states
    left join subscriptions
        on
            states.source_connection = subscriptions.source_connection
            and states.subscription_id = subscriptions.subscription_id
),

-- Of an item that is never a licence only the days count.
known as (
    select
        source_connection, subscription_id, item_id, product_id, currency, is_trial,
        valid_from, valid_to,
        coalesce(rejection, issue) as issue,
        case when coalesce(rejection, 'unpaid') = 'unpaid' then quantity end as quantity,
        case when coalesce(rejection, 'unpaid') = 'unpaid' then arr end as arr
    from judged
),

stretches as (
    {{ joined_neighbours('known', record, same) | indent(4) }}
),

licences as (
    select
        stretches.*,
        stretches.item_id as record_id,
        items.same_as,
        subscriptions.customer_id,
        subscriptions.is_deleted
        {{- ' or coalesce(items.is_deleted, false)' if stripe_history() != 'invoices' }} as is_deleted,
        true as is_recurring,
        not subscriptions.cancels_at_period_end as auto_renews,
        subscriptions.created_at,
        subscriptions.updated_at,
        subscriptions.synced_at
    from stretches
    left join subscriptions
        on
            stretches.source_connection = subscriptions.source_connection
            and stretches.subscription_id = subscriptions.subscription_id
    left join items
        on
            stretches.source_connection = items.source_connection
            and stretches.item_id = items.item_id
    {%- if stripe_history() == 'invoices' %}
    union all
    select
        lines.source_connection, lines.subscription_id, lines.item_id, prices.product_id,
        lines.currency, lines.quantity,
        {{ to_year('lines.amount', 1, 'prices.minor_units') | indent(8) }} as arr, false,
        case when not lines.is_live then 'test_mode' end, lines.starts_on, cast(null as date),
        lines.line_id, {{ no_text }}, lines.customer_id, false, false, false,
        lines.invoiced_at, lines.invoiced_at, lines.synced_at
    from {{ ref('product_retention', 'stg_stripe__invoice_lines') }} as lines
    inner join {{ ref('product_retention', 'stg_stripe__prices') }} as prices
        on
            lines.source_connection = prices.source_connection
            and lines.price_id = prices.price_id
    where prices.price_type = 'one_time'
    {%- endif %}
)

{{ licence_contract('stripe', 'licences', {
    'source_record_id': 'record_id',
    'customer_id': 'customer_id',
    'product_text': 'product_id',
    'currency': 'currency',
    'arr_amount': 'arr',
    'quantity': 'quantity',
    'from_date': 'valid_from',
    'to_date': 'valid_to',
    'is_end_date_included': 'false',
    'auto_renews': 'auto_renews',
    'is_recurring': 'is_recurring',
    'is_trial': 'is_trial',
    'is_deleted': 'is_deleted',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}, is_dated=true) }}
