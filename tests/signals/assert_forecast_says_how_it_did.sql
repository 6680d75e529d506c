-- The errors beside the forecast are those of the back-test, its range is the wider of the two, and
-- what is known of renewals is what the licences say.
with forecasts as (
    select * from {{ ref('product_retention', 'forecast_nrr_quarterly') }}
),

backtest as (
    select * from {{ ref('product_retention', 'forecast_nrr_backtest') }}
),

errors as (
    select
        horizon_months,
        count(*) as origins,
        avg(abs(error)) as mae,
        avg(abs(naive_error)) as mae_naive,
        avg(abs(book_error)) as mae_book
    from backtest
    group by horizon_months
),

-- How many errors lie below the tested half width, and how many up to it.
below as (
    select
        forecasts.horizon_months,
        sum(case when abs(backtest.error) < forecasts.tested_half_width then 1 else 0 end)
            as smaller,
        sum(case when abs(backtest.error) <= forecasts.tested_half_width then 1 else 0 end)
            as up_to
    from forecasts
    inner join backtest
        on forecasts.horizon_months = backtest.horizon_months
    where forecasts.scope = 'company'
    group by forecasts.horizon_months
),

renewals as (
    select
        product_id,
        status,
        arr,
        {{ month_index('renews_on') }} as end_month
    from {{ ref('product_retention', 'int_renewals') }}
    where status = 'lost' or (status = 'renewed' and not is_successor_pending)
),

known as (
    select
        forecasts.scope,
        forecasts.item,
        forecasts.horizon_months,
        sum(case when renewals.status = 'renewed' then renewals.arr else 0 end) as renewed_arr,
        sum(case when renewals.status = 'lost' then renewals.arr else 0 end) as lost_arr
    from forecasts
    inner join renewals
        on
            renewals.product_id = case
                when forecasts.scope = 'company' then renewals.product_id
                else forecasts.item
            end
            and {{ month_index('forecasts.origin_month') }} < renewals.end_month
            and {{ month_index('forecasts.forecast_month') }} >= renewals.end_month
    group by forecasts.scope, forecasts.item, forecasts.horizon_months
)

select
    forecasts.scope,
    forecasts.item,
    forecasts.horizon_months
from forecasts
left join errors
    on
        forecasts.scope = 'company'
        and forecasts.horizon_months = errors.horizon_months
left join below
    on
        forecasts.scope = 'company'
        and forecasts.horizon_months = below.horizon_months
left join known
    on
        forecasts.scope = known.scope
        and forecasts.item = known.item
        and forecasts.horizon_months = known.horizon_months
where
    forecasts.origins <> coalesce(errors.origins, 0)
    or abs(forecasts.mae - errors.mae) > 1e-9
    or abs(forecasts.mae_naive - errors.mae_naive) > 1e-9
    or abs(forecasts.mae_book - errors.mae_book) > 1e-9
    or (forecasts.origins > 0 and forecasts.mae is null)
    or (forecasts.tested_half_width is null and forecasts.origins >= 4)
    or 5 * below.smaller >= 4 * (forecasts.origins + 1)
    or (
        forecasts.tested_half_width is not null
        and 5 * below.up_to < 4 * (forecasts.origins + 1)
    )
    or abs(
        forecasts.nrr_high - forecasts.nrr - greatest(
            coalesce(forecasts.tested_half_width, 0), coalesce(forecasts.book_half_width, 0)
        )
    ) > 1e-9
    or abs(forecasts.nrr_low + forecasts.nrr_high - 2 * forecasts.nrr) > 1e-9
    or forecasts.book_half_width
    < 1.2 * abs(forecasts.book_nrr - forecasts.naive_nrr) / 2 - 1e-9
    or (forecasts.verdict = 'no back-test') <> (forecasts.origins < 4)
    or (forecasts.verdict = 'better' and forecasts.mae >= forecasts.mae_naive)
    or (forecasts.verdict = 'worse' and forecasts.mae <= forecasts.mae_naive)
    or forecasts.known_renewed_arr <> coalesce(known.renewed_arr, 0)
    or forecasts.known_lost_arr <> coalesce(known.lost_arr, 0)
