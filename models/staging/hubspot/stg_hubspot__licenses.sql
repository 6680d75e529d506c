{{ config(enabled=uses_source('hubspot')) }}
{#- Billing periods, each as how many of them are how many years. -#}
{%- set frequencies = {
    'weekly': (52, 1), 'biweekly': (26, 1), 'monthly': (12, 1), 'quarterly': (4, 1),
    'per_six_months': (2, 1), 'annually': (1, 1), 'per_two_years': (1, 2),
    'per_three_years': (1, 3), 'per_four_years': (1, 4), 'per_five_years': (1, 5),
} -%}
{%- set is_end_included = source_option('hubspot', 'end_date_is_inclusive') %}

with line_items as (
    select * from {{ ref('product_retention', 'stg_hubspot__line_items') }}
),

deals as (
    select * from {{ ref('product_retention', 'stg_hubspot__customer_deals') }}
),

lines as (
    select
        line_items.*,
        deals.deal_id is null as has_no_deal,
        deals.is_won,
        deals.lost_reason,
        deals.customer_id,
        deals.is_customer_chosen,
        {{ iso_term_months('line_items.period') | indent(8) }} as period_months,
        {{ iso_term_days('line_items.period') | indent(8) }} as period_days,
        coalesce(line_items.currency, deals.currency, {{ option_literal('hubspot', 'currency') }})
            as line_currency,
        line_items.is_deleted or coalesce(deals.is_deleted, false) as is_line_deleted,
        cast(
            (
                line_items.price * (100 - coalesce(line_items.discount_percent, 0)) * 0.01
                - coalesce(line_items.discount_amount, 0)
            ) * line_items.quantity as decimal(28, 8)
        ) as period_amount,
        coalesce(
            line_items.starts_on,
            {{ add_days(
                add_months('deals.close_date', 'coalesce(line_items.delay_months, 0)'),
                'coalesce(line_items.delay_days, 0)'
            ) }}
        ) as from_date
    from line_items
    left join deals
        on
            line_items.source_connection = deals.source_connection
            and line_items.deal_id = deals.deal_id
),

termed as (
    select
        *,
        case
            when period_months is not null then {{ add_months('from_date', 'period_months') }}
            when period_days is not null then {{ add_days('from_date', 'period_days') }}
            when term_months > 0 then {{ add_months('from_date', 'term_months') }}
        end as term_ends_before,
        case frequency
            {%- for name, (times, years) in frequencies.items() %}
            when '{{ name }}' then {{ to_year('period_amount', times, years) | indent(12) }}
            {%- endfor %}
        end as arr,
        abs(amount - period_amount) >= 0.01 as is_amount_different
    from lines
),

-- A deal without lines says that something was sold, and not what.
judged as (
    select
        source_connection, line_id as record_id, customer_id, product_text, line_currency,
        case when frequency is null then period_amount else arr end as arr, quantity,
        from_date, term_ends_before, ends_on, coalesce(period, unread_end) as unread_end,
        unread_start, unread_price, frequency is not null as is_recurring, is_line_deleted, lost_reason,
        created_at, updated_at, same_as, synced_at,
        case
            when has_no_deal then 'line_without_deal'
            when not is_won then 'deal_not_won'
            when is_customer_chosen and is_amount_different
                then 'customer_not_linked, line_amount_differs'
            when is_customer_chosen then 'customer_not_linked'
            when is_amount_different then 'line_amount_differs'
        end as issue
    from termed
    union all
    select
        deals.source_connection, 'deal ' || deals.deal_id, deals.customer_id, null, deals.currency,
        deals.amount, null, deals.close_date, null, null, null, null, null, true,
        deals.is_deleted, deals.lost_reason, null, null, null, deals.synced_at,
        'deal_without_lines'
    from deals
    left join line_items
        on
            deals.source_connection = line_items.source_connection
            and deals.deal_id = line_items.deal_id
    where deals.is_won and line_items.line_id is null
)

{{ licence_contract('hubspot', 'judged', {
    'source_record_id': 'record_id',
    'customer_id': 'customer_id',
    'product_text': 'product_text',
    'currency': 'line_currency',
    'arr_amount': 'case when unread_price is null then arr end',
    'unread_arr': 'unread_price',
    'quantity': 'quantity',
    'from_date': 'from_date',
    'to_date': 'coalesce(term_ends_before, ends_on)',
    'unread_to_date': 'case when coalesce(term_ends_before, ends_on) is null then unread_end end',
    'unread_from_date': 'unread_start',
    'is_end_date_included': 'term_ends_before is null and ' ~ is_end_included | lower,
    'is_recurring': 'is_recurring',
    'is_deleted': 'is_line_deleted',
    'lost_reason': 'lost_reason',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}) }}
