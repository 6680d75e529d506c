{%- set measures = [
    'open_tickets', 'stakeholder_contacts', 'engagement_score', 'health_score',
] %}

with signal_rows as (
    select * from {{ ref('product_retention', 'int_account_signals_landed') }}
    where company_id is not null
),

customer_ids as (
    select * from {{ ref('product_retention', 'int_customer_ids') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

-- Of each number of a day that was sent again the greatest counts.
company_days as (
    select
        signal_rows.company_id,
        {%- for measure in measures %}
        max(signal_rows.{{ measure }}) as {{ measure }},
        {%- endfor %}
        signal_rows.signal_date
    from signal_rows
    inner join reporting_date
        on signal_rows.signal_date <= reporting_date.last_usage_day
    group by signal_rows.company_id, signal_rows.signal_date
)

-- Tickets and contacts of companies add up; scores do not.
select
    coalesce(customer_ids.customer_id, company_days.company_id) as customer_id,

    {%- for measure in measures %}
    cast(
        sum(company_days.{{ measure }})
        {%- if measure.endswith('score') %}
        / nullif(count(company_days.{{ measure }}), 0)
        {%- endif %}
        as {{ amount_type() }}
    ) as {{ measure }},
    {%- endfor %}

    company_days.signal_date
from company_days
left join customer_ids
    on company_days.company_id = customer_ids.company_id
group by
    coalesce(customer_ids.customer_id, company_days.company_id),
    company_days.signal_date
