{{ config(materialized='view' if setting('fx_mode') == 'constant' else 'table') }}
-- Unit tests read the exchange rates in either mode.
-- depends_on: {{ ref('product_retention', 'int_monthly_exchange_rates') }}
with periods as (
    select * from {{ ref('product_retention', 'int_charged_periods') }}
)
{%- if setting('fx_mode') == 'constant' %}

select
    license_id,
    customer_id,
    product_id,
    currency,

    from_month,
    to_month,
    arr,
    quantity,
    contract_months,

    is_grace,
    is_extended
from periods
{%- else %},

rates as (
    select * from {{ ref('product_retention', 'int_monthly_exchange_rates') }}
),

-- The reporting currency has no rates.
valued as (
    select
        periods.*,
        coalesce(
            {{ to_money(convert_currency('periods.arr_in_currency', 'rates.exchange_rate')) }},
            periods.arr
        ) as valued_arr,
        greatest(periods.from_month, coalesce(rates.from_month, 0)) as valued_from_month,
        least(periods.to_month, coalesce(rates.to_month, {{ open_month() }})) as valued_to_month
    from periods
    left join rates
        on
            periods.currency = rates.currency
            and periods.from_month < rates.to_month
            and periods.to_month > rates.from_month
)

select
    license_id,
    customer_id,
    product_id,
    currency,

    valued_from_month as from_month,
    valued_to_month as to_month,
    valued_arr as arr,
    quantity,
    contract_months,

    is_grace,
    is_extended
from valued
{%- endif %}
