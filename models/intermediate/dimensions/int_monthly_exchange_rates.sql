-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_issue_totals') }}
-- depends_on: {{ ref('product_retention', 'int_seed_mistakes') }}
with usable_rates as (
    select
        *,
        {{ month_index('rate_date') }} as rate_month
    from {{ ref('product_retention', 'int_daily_exchange_rates') }}
    where {{ 'true' if setting('fx_mode') == 'monthly' else 'false' }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- A rate holds until the next month that has one; the first one holds before it, too.
dated as (
    select
        usable_rates.currency,
        months.month_index,
        coalesce(
            max(
                case
                    when usable_rates.rate_month <= months.month_index then usable_rates.rate_date
                end
            ),
            min(usable_rates.rate_date)
        ) as rate_date,
        min(usable_rates.rate_month) > months.month_index as is_backfilled
    from usable_rates
    cross join months
    group by usable_rates.currency, months.month_index
)

select
    dated.currency,

    dated.month_index as from_month,
    coalesce(
        lead(dated.month_index) over (partition by dated.currency order by dated.month_index),
        {{ open_month() }}
    ) as to_month,
    usable_rates.exchange_rate,

    dated.is_backfilled
from dated
inner join usable_rates
    on
        dated.currency = usable_rates.currency
        and dated.rate_date = usable_rates.rate_date
