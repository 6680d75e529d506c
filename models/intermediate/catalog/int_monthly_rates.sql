with usable_rates as (
    select * from {{ ref('int_usable_exchange_rates') }}
    where {{ 'true' if var('fx_mode') == 'monthly' else 'false' }}
),

months as (
    select * from {{ ref('int_months') }}
),

last_dates as (
    select
        currency,
        {{ month_index('rate_date') }} as rate_month_index,
        max(rate_date) as rate_date
    from usable_rates
    group by currency, {{ month_index('rate_date') }}
),

first_dates as (
    select
        currency,
        min(rate_date) as rate_date
    from usable_rates
    group by currency
),

-- A rate holds until the next month that has one; the first one holds before it too.
stretches as (
    select
        currency,
        rate_date,
        rate_month_index as month_index,
        lead(rate_month_index) over (partition by currency order by rate_month_index)
            as until_month_index,
        false as is_backfilled
    from last_dates
    union all
    select
        currency,
        rate_date,
        0 as month_index,
        {{ month_index('rate_date') }} as until_month_index,
        true as is_backfilled
    from first_dates
)

select
    stretches.currency,

    months.month_index,
    lead(months.month_index) over (partition by stretches.currency order by months.month_index)
        as until_month_index,
    usable_rates.exchange_rate,

    stretches.is_backfilled
from stretches
inner join months
    on
        stretches.month_index <= months.month_index
        and (
            stretches.until_month_index is null
            or stretches.until_month_index > months.month_index
        )
inner join usable_rates
    on
        stretches.currency = usable_rates.currency
        and stretches.rate_date = usable_rates.rate_date
