{{ config(enabled=uses_source('hubspot')) }}
{#- Billing periods, each as how many of them are how many years. -#}
{%- set frequencies = {
    'weekly': (52, 1), 'biweekly': (26, 1), 'monthly': (12, 1), 'quarterly': (4, 1),
    'per_six_months': (2, 1), 'annually': (1, 1),
    'per_two_years': (1, 2), 'per_three_years': (1, 3),
    'per_four_years': (1, 4), 'per_five_years': (1, 5),
} -%}
{%- set count = try_cast('period', 'integer', 'substr(period, 2, length(period) - 2)') -%}
{%- set is_end_included = source_option('hubspot', 'end_date_is_inclusive') %}

with line_items as (
    select * from {{ ref('product_retention', 'stg_hubspot__line_items') }}
),

deals as (
    select * from {{ ref('product_retention', 'stg_hubspot__deals') }}
),

-- The primary company of a deal, else the only one, else the least by id.
customers as (
    select
        source_connection,
        deal_id,
        coalesce(min(case when is_primary then company_id end), min(company_id)) as customer_id,
        max(case when is_primary then 1 else 0 end) = 0 and count(*) > 1 as is_chosen
    from {{ ref('product_retention', 'stg_hubspot__deal_companies') }}
    group by source_connection, deal_id
),

lines as (
    select
        line_items.*,
        deals.is_won,
        deals.lost_reason,
        customers.customer_id,
        coalesce(customers.is_chosen, false) as is_customer_chosen,
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
    left join customers
        on
            deals.source_connection = customers.source_connection
            and deals.deal_id = customers.deal_id
),

-- A term such as P12M, P1Y, P52W or P90D ends before its last day plus one.
termed as (
    select
        *,
        case
            when period like 'P%M' then {{ add_months('from_date', count) }}
            when period like 'P%Y' then {{ add_months('from_date', '12 * ' ~ count) }}
            when period like 'P%W' then {{ add_days('from_date', '7 * ' ~ count) }}
            when period like 'P%D' then {{ add_days('from_date', count) }}
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

judged as (
    select
        *,
        case
            when deal_id is null then 'line_without_deal'
            when not is_won then 'deal_not_won'
            when is_customer_chosen and is_amount_different
                then 'customer_not_linked, line_amount_differs'
            when is_customer_chosen then 'customer_not_linked'
            when is_amount_different then 'line_amount_differs'
        end as issue
    from termed
)

{{ licence_contract('hubspot', 'judged', {
    'source_record_id': 'line_id',
    'customer_id': 'customer_id',
    'product_text': 'product_text',
    'currency': 'line_currency',
    'arr_amount': 'coalesce(arr, case when frequency is null then period_amount end)',
    'quantity': 'quantity',
    'from_date': 'from_date',
    'to_date': 'coalesce(term_ends_before, ends_on)',
    'is_end_date_included': 'term_ends_before is null and ' ~ is_end_included | lower,
    'is_recurring': 'frequency is not null',
    'is_deleted': 'is_line_deleted',
    'lost_reason': 'lost_reason',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}) }}
