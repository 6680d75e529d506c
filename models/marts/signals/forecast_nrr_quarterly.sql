with forecasts as (
    select forecasts.*
    from {{ ref('product_retention', 'int_forecasts') }} as forecasts
    inner join {{ ref('product_retention', 'int_reporting_window') }} as reporting_window
        on forecasts.origin_month_index = reporting_window.last_month_index
    where forecasts.horizon_months > 0
),

backtest as (
    select
        *,
        row_number() over (
            partition by horizon_months order by abs(error) asc, origin_month asc
        ) as place,
        count(*) over (partition by horizon_months) as origins
    from {{ ref('product_retention', 'forecast_nrr_backtest') }}
),

known_renewals as (
    select * from {{ ref('product_retention', 'int_known_renewals') }}
),

-- Four in five errors were no larger, with one more for the forecast itself.
tests as (
    select
        'company' as scope,
        horizon_months,
        origins,
        {{ steady_sum('abs(error)') }} / origins as mae,
        {{ steady_sum('abs(naive_error)') }} / origins as mae_naive,
        {{ steady_sum('abs(book_error)') }} / origins as mae_book,
        min(case when 5 * place >= 4 * (origins + 1) then abs(error) end) as tested_half_width
    from backtest
    group by horizon_months, origins
),

ranged as (
    select
        forecasts.*,
        coalesce(tests.origins, 0) as origins,
        tests.mae,
        tests.mae_naive,
        tests.mae_book,
        tests.tested_half_width,
        1.281552 * sqrt(
            forecasts.book_error * forecasts.book_error
            + (forecasts.book_nrr - forecasts.naive_nrr)
            * (forecasts.book_nrr - forecasts.naive_nrr) / 4
        ) as book_half_width
    from forecasts
    left join tests
        on
            forecasts.scope = tests.scope
            and forecasts.horizon_months = tests.horizon_months
),

widened as (
    select
        *,
        case
            when tested_half_width > book_half_width then tested_half_width
            else coalesce(book_half_width, tested_half_width)
        end as half_width
    from ranged
)

select
    widened.scope,
    widened.item,

    widened.horizon_months,
    widened.base_arr,
    widened.nrr,
    widened.nrr - widened.half_width as nrr_low,
    widened.nrr + widened.half_width as nrr_high,
    widened.book_nrr,
    widened.naive_nrr,
    widened.tested_half_width,
    widened.book_half_width,
    cast(widened.origins as integer) as origins,
    widened.mae,
    widened.mae_naive,
    widened.mae_book,
    case
        when widened.origins < 4 then 'no back-test'
        when widened.mae < widened.mae_naive - 1e-9 then 'better'
        when widened.mae > widened.mae_naive + 1e-9 then 'worse'
        else 'equal'
    end as verdict,
    cast(coalesce(known_renewals.known_renewed_arr, 0) as {{ money_total_type() }})
        as known_renewed_arr,
    cast(coalesce(known_renewals.known_lost_arr, 0) as {{ money_total_type() }})
        as known_lost_arr,

    {{ month_start('widened.origin_month_index') }} as origin_month,
    {{ month_start('widened.origin_month_index + widened.horizon_months') }} as forecast_month
from widened
left join known_renewals
    on
        widened.scope = known_renewals.scope
        and widened.item = known_renewals.item
        and widened.horizon_months = known_renewals.horizon_months
