{{ config(enabled=uses_source('salesforce_cpq')) }}
{%- set is_last_day = source_option('salesforce_cpq', 'terminated_date_is_inclusive') %}

with subscriptions as (
    select * from {{ ref('product_retention', 'stg_salesforce_cpq__subscriptions') }}
),

contracts as (
    select * from {{ ref('product_retention', 'stg_salesforce_cpq__contracts') }}
),

products as (
    select * from {{ ref('product_retention', 'stg_salesforce_cpq__products') }}
),

joined as (
    select
        subscriptions.*,
        coalesce(subscriptions.account_id, contracts.account_id) as customer_id,
        coalesce(subscriptions.currency, {{ option_literal('salesforce_cpq', 'currency') }})
            as line_currency,
        contracts.is_activated,
        coalesce(subscriptions.is_deleted or contracts.is_deleted, false) as is_row_deleted,
        coalesce(
            'one-time' in (subscriptions.subscription_type, subscriptions.charge_type), false
        ) as is_fee,
        coalesce(subscriptions.charge_type = 'usage', false) as is_usage,
        coalesce(products.term_months, 12) as default_months,
        coalesce(subscriptions.starts_on, contracts.starts_on) as from_date,
        {{ add_days('coalesce(subscriptions.ends_on, contracts.ends_on)', 1) }} as term_ends_before,
        {{ add_days('subscriptions.terminated_on', 1 if is_last_day else 0) }} as terminated_before
    from subscriptions
    left join contracts
        on
            subscriptions.source_connection = contracts.source_connection
            and subscriptions.contract_id = contracts.contract_id
    left join products
        on
            subscriptions.source_connection = products.source_connection
            and subscriptions.product_id = products.product_id
),

measured as (
    select
        *,
        subscription_type = 'evergreen' or term_ends_before is null as is_evergreen,
        {{ whole_months('from_date', 'term_ends_before') }} as whole_months,
        {{ days_between('from_date', 'term_ends_before') }} as term_days,
        cast(net_price * quantity as decimal(28, 8)) as term_amount,
        case
            when terminated_before >= term_ends_before or terminated_before is null
                then term_ends_before
            when terminated_before < from_date then from_date
            else terminated_before
        end as ends_before
    from joined
),

-- The net price of a unit is that of the whole term of the row, and holds its proration.
annualised as (
    select
        *,
        case
            when is_evergreen then {{ to_year('term_amount', 12, 'default_months') | indent(12) }}
            when whole_months > 0 then {{ to_year('term_amount', 12, 'whole_months') | indent(12) }}
            when prorate_multiplier > 0
                then {{ to_year(
                    'term_amount', 12, '(prorate_multiplier * default_months)'
                ) | indent(16) }}
            when term_days > 0 then {{ to_year('term_amount', '365.25', 'term_days') | indent(12) }}
        end as arr
    from measured
),

-- What no running sum can hold is a record of its own.
judged as (
    select
        *,
        is_row_deleted or is_fee or is_usage
        or arr is null or quantity is null or from_date is null
        or coalesce(ends_before <= from_date, false) as is_alone
    from annualised
)

select
    source_connection,
    subscription_id,
    case when is_alone then subscription_id else contract_id || '/' || product_id end as record_id,
    customer_id,
    product_id,
    line_currency as currency,
    case when is_activated then null else 'pending' end as status,
    same_as,
    case when is_usage then 'usage_based_price' end as issue,
    quantity,
    case when is_fee then term_amount else arr end as arr,
    is_alone,
    is_fee,
    is_row_deleted as is_deleted,
    from_date as starts_on,
    ends_before,
    created_at,
    updated_at,
    synced_at
from judged
