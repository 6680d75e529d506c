{{ config(
    pre_hook={'sql': "{{ open_raw_table('account_signals') }}", 'transaction': not reads_csv()},
) }}
{%- set counts = ['open_tickets', 'stakeholder_contacts'] -%}
{%- set scores = ['engagement_score', 'health_score'] -%}

with measured as (
    {{ measured_rows('account_signals', ['company_id'], 'signal_date', counts, scores)
        | indent(4) }}
)

select
    company_id,

    {{ (counts + scores) | join(',\n    ') }},

    signal_date,

    signal_date_text,
    unread_fields,
    unread_line,
    mended_line
from measured
