{{ config(materialized='view') }}
{%- set stretch_columns = [
    'license_id', 'customer_id', 'product_id', 'currency', 'quantity', 'contract_months',
    'is_grace', 'is_extended',
] %}
-- Unit tests read the monthly rates in either mode.
-- depends_on: {{ ref('int_reported_rates') }}

with terms as (
    select * from {{ ref('int_reported_terms') }}
    where until_month_index is null or until_month_index > first_month_index
)
{%- if var('fx_mode') == 'monthly' %},

rates as (
    select * from {{ ref('int_reported_rates') }}
),

-- In a foreign currency the ARR is another one every month; after the last month the last rate
-- holds. No term starts before the first month.
revalued as (
    select
        {%- for column in stretch_columns %}
        terms.{{ column }},
        {%- endfor %}
        {{ money(converted('terms.arr_in_currency', 'rates.exchange_rate')) }} as arr,
        greatest(terms.first_month_index, rates.month_index) as first_month_index,
        least(
            coalesce(terms.until_month_index, {{ no_month_index() }}),
            coalesce(rates.until_month_index, {{ no_month_index() }})
        ) as before_month_index
    from terms
    inner join rates
        on
            terms.currency = rates.currency
            and (rates.until_month_index is null or terms.first_month_index < rates.until_month_index)
            and (terms.until_month_index is null or terms.until_month_index > rates.month_index)
),

currencies as (
    select currency
    from rates
    group by currency
)

select
    {{ stretch_columns | join(', ') }},
    arr,
    first_month_index,
    case when before_month_index < {{ no_month_index() }} then before_month_index end
        as until_month_index
from revalued
union all
{%- endif %}

select
    {%- for column in stretch_columns %}
    terms.{{ column }},
    {%- endfor %}
    terms.arr,
    terms.first_month_index,
    terms.until_month_index
from terms
{%- if var('fx_mode') == 'monthly' %}
left join currencies
    on terms.currency = currencies.currency
where currencies.currency is null
{%- endif %}
