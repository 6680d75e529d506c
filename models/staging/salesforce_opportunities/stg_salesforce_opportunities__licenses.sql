{{ config(enabled=uses_source('salesforce_opportunities')) }}
{%- set source = 'salesforce_opportunities' -%}
{%- set frequencies = {
    'weekly': 52, 'monthly': 12, 'quarterly': 4, 'semiannual': 2, 'semiannually': 2, 'annual': 1,
    'annually': 1, 'yearly': 1,
} %}

with lines as (
    select * from {{ ref('product_retention', 'stg_salesforce_opportunities__lines') }}
),

opportunities as (
    select * from {{ ref('product_retention', 'stg_salesforce_opportunities__opportunities') }}
),

joined as (
    select
        lines.*,
        opportunities.account_id,
        opportunities.is_won,
        opportunities.opportunity_id is null as has_no_deal,
        coalesce(lines.currency, opportunities.currency, {{ option_literal(source, 'currency') }})
            as line_currency,
        lines.is_deleted or coalesce(opportunities.is_deleted, false) as is_line_deleted,
        lines.frequency = 'onetime' as is_fee,
        coalesce(lines.starts_on, opportunities.close_date) as from_date,
        {{ add_days('lines.ends_on', 1) }} as stated_ends_before
    from lines
    left join opportunities
        on
            lines.source_connection = opportunities.source_connection
            and lines.opportunity_id = opportunities.opportunity_id
),

-- A line that says nothing of its term has that of option default_months.
measured as (
    select
        *,
        case
            when term_months > 0 then term_months
            when stated_ends_before is null and frequency is null
                then {{ source_option(source, 'default_months') }}
        end as known_months,
        {{ whole_months('from_date', 'stated_ends_before') }} as whole_months,
        {{ days_between('from_date', 'stated_ends_before') }} as term_days
    from joined
),

annualised as (
    select
        *,
        coalesce(
            stated_ends_before, {{ add_months('from_date', 'cast(known_months as integer)') }}
        ) as ends_before,
        -- The price of a line is net of its discount, and of its whole term unless billed by time.
        case
            {%- for frequency, times in frequencies.items() %}
            when frequency = '{{ frequency }}'
                then {{ to_year('total_price', times, 1) | indent(16) }}
            {%- endfor %}
            when known_months > 0 then {{ to_year('total_price', 12, 'known_months') | indent(12) }}
            when whole_months > 0 then {{ to_year('total_price', 12, 'whole_months') | indent(12) }}
            when term_days > 0 then {{ to_year('total_price', '365.25', 'term_days') | indent(12) }}
        end as arr,
        starts_on is null or (
            stated_ends_before is null and term_months is null and frequency is null
        ) as is_date_assumed
    from measured
),

-- A deal without lines says that something was sold, and not what.
judged as (
    select
        source_connection, line_id as record_id, account_id, product_id, line_currency,
        coalesce(arr, case when is_fee then total_price end) as arr,
        quantity, from_date, ends_before, is_fee, is_line_deleted, renewed_line_id, created_at, updated_at, same_as, synced_at,
        case
            when has_no_deal then 'line_without_deal'
            when not is_won then 'deal_not_won'
            when is_date_assumed and not coalesce(is_fee, false) then 'change_date_assumed'
        end as issue
    from annualised
    union all
    select
        source_connection, opportunity_id, account_id, null, currency, amount, null, close_date,
        null, false, is_deleted, null, created_at, updated_at, null, synced_at,
        'deal_without_lines'
    from opportunities
    where
        is_won
        and source_connection || '/' || opportunity_id not in (
            select lines.source_connection || '/' || lines.opportunity_id
            from lines
            where lines.opportunity_id is not null
        )
)

{{ licence_contract(source, 'judged', {
    'source_record_id': 'record_id',
    'customer_id': 'account_id',
    'product_text': 'product_id',
    'renewal_of_license_id': source_key(source, 'renewed_line_id'),
    'currency': 'line_currency',
    'arr_amount': 'arr',
    'quantity': 'quantity',
    'from_date': 'from_date',
    'to_date': 'ends_before',
    'is_end_date_included': 'false',
    'is_recurring': 'not coalesce(is_fee, false)',
    'is_deleted': 'is_line_deleted',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}) }}
