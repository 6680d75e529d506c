{{ config(enabled=uses_source('chargebee')) }}
{%- set key = ['source_connection', 'subscription_id'] %}
with versions as (
    select * from {{ ref('product_retention', 'stg_chargebee__versions') }}
),

minor_units as (
    select * from {{ ref('product_retention', 'currency_minor_units') }}
),
{%- if source_option('chargebee', 'loader') == 'fivetran' %}

loaded_terms as (
    {{ source_rows('chargebee', 'contract_terms') | indent(4) }}
),

contract_terms as (
    select
        *,
        row_number() over (
            partition by source_connection, subscription_id
            order by {{ source_time('contract_start') }} desc nulls last, action_at_term_end asc
        ) as term_rank
    from loaded_terms
),
{%- endif %}

typed as (
    select
        versions.source_connection, versions.subscription_id, versions.customer_id,
        lower(versions.status) as status,
        upper(versions.currency) as currency,
        versions.items, versions.coupons, versions.discounts, versions.cancel_reason,
        versions.same_as, versions.is_deleted, versions.version_number,
        coalesce(minor_units.minor_units, 100) as minor_units,
        coalesce({{ try_cast('versions.billing_period', 'integer') }}, 1) as interval_count,
        case lower(versions.billing_unit)
            when 'year' then 1 when 'month' then 12 when 'week' then 52 when 'day' then 365
        end as times_a_year,
        {{ source_amount('versions.mrr') }} as mrr_units,
        lower({{ 'contract_terms.action_at_term_end'
            if source_option('chargebee', 'loader') == 'fivetran'
            else json_text('versions.contract_term', ['action_at_term_end']) }})
            as action_at_term_end,
        coalesce(versions.event_type like 'subscription_created%', false) as is_creation,
        {%- for column, name in {
            'start_date': 'stated_start', 'started_at': 'started_on',
            'trial_end': 'trial_ends_before', 'pause_date': 'paused_on',
            'cancelled_at': 'cancelled_before',
        }.items() %}
        {{ source_day('versions.' ~ column) }} as {{ name }},
        {%- endfor %}
        cast(versions.changed_at as date) as changed_on,
        {{ source_time('versions.created_at') }} as created_at,
        versions.changed_at as updated_at,
        versions.synced_at
    from versions
    left join minor_units
        on upper(versions.currency) = minor_units.currency
    {%- if source_option('chargebee', 'loader') == 'fivetran' %}
    left join contract_terms
        on
            versions.source_connection = contract_terms.source_connection
            and versions.subscription_id = contract_terms.subscription_id
            and contract_terms.term_rank = 1
    {%- endif %}
)

select
    source_connection, subscription_id, customer_id, status, currency, items, coupons, discounts,
    cancel_reason, same_as, is_deleted, version_number,
    row_number() over (
        partition by {{ key | join(', ') }} order by version_number desc
    ) = 1 as is_newest,
    is_creation or coalesce(changed_on <= cast(created_at as date), false) as is_start_known,
    status not in ('non_renewing', 'cancelled', 'transferred')
    and coalesce(action_at_term_end, '') <> 'cancel' as auto_renews,
    minor_units,
    interval_count,
    times_a_year,
    mrr_units,
    case
        when status = 'future' then coalesce(stated_start, started_on, changed_on)
        else coalesce(started_on, stated_start, cast(created_at as date), changed_on)
    end as starts_on,
    trial_ends_before,
    status in ('cancelled', 'transferred'
    {{- ", 'paused'" if not setting('paused_counts_as_active') }}) as is_over,
    -- The first day on which this version has no ARR, by what it says itself.
    case
        when status in ('cancelled', 'transferred') then coalesce(cancelled_before, changed_on)
        {%- if not setting('paused_counts_as_active') %}
        when status = 'paused' then coalesce(paused_on, changed_on)
        {%- endif %}
        else cancelled_before
    end as stated_ends_before,
    changed_on,
    created_at,
    updated_at,
    synced_at
from typed
