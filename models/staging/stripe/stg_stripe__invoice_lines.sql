{{ config(enabled=uses_source('stripe') and stripe_history() == 'invoices') }}
with lines as (
    {{ source_rows('stripe', 'invoice_lines') | indent(4) }}
),

invoices as (
    {{ source_rows('stripe', 'invoices') | indent(4) }}
)

-- Of invoices that are, or are to be, paid.
select
    lines.source_connection,
    lines.line_id,
    lines.subscription_id,
    lines.item_id,
    lines.price_id,
    invoices.customer_id,
    upper(lines.currency) as currency,
    {{ source_amount('lines.quantity') }} as quantity,
    {{ source_amount('lines.amount') }} as amount,
    {{ is_true('lines.is_proration') }} as is_proration,
    {{ is_true('lines.is_live', true) }} as is_live,
    {{ source_day('lines.period_start') }} as starts_on,
    {{ source_day('lines.period_end') }} as ends_before,
    {{ source_time('invoices.created_at') }} as invoiced_at,
    lines.synced_at
from lines
inner join invoices
    on
        lines.source_connection = invoices.source_connection
        and lines.invoice_id = invoices.invoice_id
where
    lower(invoices.status) in ('paid', 'open', 'uncollectible')
    and not lines.is_deleted and not invoices.is_deleted
