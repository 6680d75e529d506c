-- depends_on: {{ ref('int_monthly_rates') }}
{%- set stretch_columns = [
    'license_id', 'customer_id', 'product_id', 'currency', 'quantity', 'is_grace', 'is_extended',
    'is_cancelled',
] %}

with terms as (
    select * from {{ ref('int_license_terms') }}
    where until_month_index is null or until_month_index > first_month_index
),
{% if var('fx_mode') == 'monthly' %}
rates as (
    select * from {{ ref('int_monthly_rates') }}
),

currencies as (
    select currency
    from rates
    group by currency
),

-- In a foreign currency the ARR is another one every month; after the last one its rate holds.
revalued as (
    select
        terms.*,
        {{ money(converted('terms.arr_in_currency', 'rates.exchange_rate')) }} as revalued_arr,
        rates.month_index,
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

stretches as (
    select
        {{ stretch_columns | join(', ') }},
        revalued_arr as arr,
        greatest(first_month_index, month_index) as first_month_index,
        case when before_month_index < {{ no_month_index() }} then before_month_index end
            as until_month_index
    from revalued
    union all
    select
        terms.{{ stretch_columns | join(', terms.') }},
        terms.arr,
        terms.first_month_index,
        terms.until_month_index
    from terms
    left join currencies
        on terms.currency = currencies.currency
    where currencies.currency is null
)
{% else %}
stretches as (
    select * from terms
)
{% endif %}
select
    {{ stretch_columns | join(', ') }},
    arr,
    first_month_index,
    until_month_index
from stretches
