{{ config(enabled=uses_source('planhat_deals')) }}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set synced_from = source_option('planhat_deals', 'synced_from') %}
with lines as (
    select * from {{ ref('product_retention', 'stg_planhat_deals__lines') }}
),

deals as (
    select * from {{ ref('product_retention', 'stg_planhat_deals__deals') }}
),

joined as (
    select
        lines.*,
        coalesce(lines.company_id, deals.company_id) as customer_id,
        coalesce(lines.currency, deals.currency) as line_currency,
        lines.is_deleted or coalesce(deals.is_deleted, false) as is_line_deleted,
        coalesce(lines.product_type = 'fee', false) as is_fee,
        case
            when deals.deal_id is null then 'line_without_deal'
            when not deals.is_won then 'deal_not_won'
        end as issue
    from lines
    left join deals
        on
            lines.source_connection = deals.source_connection
            and lines.deal_id = deals.deal_id
),

-- A deal without lines says that something was sold, and not what.
landed as (
    select
        source_connection, line_id as record_id, customer_id, product_text, line_currency, arr, mrr,
        value, quantity, length_months, is_fixed_term, from_date, to_date, is_end_included, is_fee,
        is_line_deleted, issue, created_at, updated_at, synced_at,
        {{ text_literal(synced_from ~ ':') ~ ' || same_as' if synced_from else no_text }} as same_as
    from joined
    union all
    select
        deals.source_connection, deals.deal_id, deals.company_id, null, deals.currency, null, null,
        deals.value, null, null, null, deals.close_date, null, true, false, deals.is_deleted,
        'deal_without_lines', null, null, deals.synced_at, null
    from deals
    left join lines
        on
            deals.source_connection = lines.source_connection
            and deals.deal_id = lines.deal_id
    where deals.is_won and lines.line_id is null
)

{{ licence_contract('planhat_deals', 'landed', {
    'source_record_id': 'record_id',
    'customer_id': 'customer_id',
    'product_text': 'product_text',
    'currency': 'line_currency',
    'arr_amount': 'arr',
    'mrr_amount': 'mrr',
    'value_amount': 'value',
    'quantity': 'quantity',
    'length_months': 'length_months',
    'is_fixed_term': 'is_fixed_term',
    'from_date': 'from_date',
    'to_date': 'to_date',
    'is_end_date_included': 'is_end_included',
    'is_recurring': 'not is_fee',
    'is_deleted': 'is_line_deleted',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}) }}
