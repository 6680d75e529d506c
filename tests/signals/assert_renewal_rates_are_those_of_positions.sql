-- The sums and rates of each origin again, with what becomes of a position looked up every month.
with rates as (
    select
        *,
        {{ month_index('origin_month') }} as origin_month_index
    from {{ ref('product_retention', 'forecast_renewal_rates') }}
),

origins as (
    select
        origin_month,
        origin_month_index
    from rates
    group by origin_month, origin_month_index
),

entering as (
    select
        origins.origin_month,
        sum(entries.entering_arr) as entering_arr
    from origins
    inner join {{ ref('product_retention', 'int_family_entries') }} as entries
        on
            origins.origin_month_index >= entries.month_index
            and origins.origin_month_index - {{ signal_threshold('rate_months') | int }}
            < entries.month_index
    group by origins.origin_month
),

positions as (
    select * from {{ ref('product_retention', 'int_positions') }}
    where scope = 'product_family'
),

levels as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product_family'
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'product_family' and window_months = 1
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

holdings as (
    select
        positions.term_class,
        months.month_index,
        coalesce(positions.end_month <= months.month_index, false) as is_expiry,
        positions.arr + coalesce(revaluations.fx_arr, 0) as opening_arr,
        levels.arr as closing_arr
    from months
    inner join positions
        on
            months.month_index - 1 >= positions.from_month
            and months.month_index - 1 < positions.to_month
    inner join levels
        on
            positions.item = levels.item
            and positions.customer_id = levels.customer_id
            and months.month_index >= levels.from_month
            and months.month_index < levels.to_month
    left join revaluations
        on
            positions.item = revaluations.item
            and positions.customer_id = revaluations.customer_id
            and months.month_index = revaluations.month_index
),

monthly as (
    select
        term_class,
        month_index,
        sum(case when is_expiry then 1 else 0 end) as renewals,
        sum(case when is_expiry then opening_arr else 0 end) as opening_arr,
        sum(case when is_expiry then closing_arr else 0 end) as closing_arr,
        sum(case when is_expiry then least(opening_arr, closing_arr) else 0 end) as retained_arr,
        sum(case when is_expiry then 0 else opening_arr end) as midterm_opening_arr,
        sum(case when is_expiry then 0 else closing_arr end) as midterm_closing_arr,
        sum(opening_arr) as held_arr
    from holdings
    group by term_class, month_index
),

classes as (
    select
        origins.origin_month,
        monthly.term_class,
        sum(monthly.renewals) as renewals,
        sum(monthly.opening_arr) as opening_arr,
        sum(monthly.closing_arr) as closing_arr,
        sum(monthly.retained_arr) as retained_arr,
        sum(monthly.midterm_opening_arr) as midterm_opening_arr,
        sum(monthly.midterm_closing_arr) as midterm_closing_arr,
        sum(monthly.held_arr) as held_arr
    from origins
    inner join monthly
        on
            origins.origin_month_index >= monthly.month_index
            and origins.origin_month_index - {{ signal_threshold('rate_months') | int }}
            < monthly.month_index
    group by origins.origin_month, monthly.term_class
),

totals as (
    select
        *,
        sum(midterm_opening_arr) over (partition by origin_month) as all_midterm_opening_arr,
        sum(midterm_closing_arr) over (partition by origin_month) as all_midterm_closing_arr,
        sum(held_arr) over (partition by origin_month) as all_held_arr,
        cast(renewals as {{ rate_type() }})
        / (renewals + {{ signal_threshold('rate_credibility') }}) as own_weight,
        {{ safe_divide('sum(closing_arr) over (partition by origin_month)',
            'sum(opening_arr) over (partition by origin_month)') }} as rate_of_all,
        {{ safe_divide('sum(retained_arr) over (partition by origin_month)',
            'sum(opening_arr) over (partition by origin_month)') }} as gross_rate_of_all,
        {{ safe_divide('closing_arr', 'opening_arr') }} as own_rate,
        {{ safe_divide('retained_arr', 'opening_arr') }} as own_gross_rate
    from classes
)

select
    coalesce(rates.origin_month, totals.origin_month) as origin_month,
    coalesce(rates.term_class, totals.term_class) as term_class
from rates
full outer join totals
    on
        rates.origin_month = totals.origin_month
        and rates.term_class = totals.term_class
left join entering
    on rates.origin_month = entering.origin_month
where
    rates.origin_month is null
    or totals.origin_month is null
    or rates.renewals <> totals.renewals
    or rates.opening_arr <> totals.opening_arr
    or rates.closing_arr <> totals.closing_arr
    or rates.retained_arr <> totals.retained_arr
    or rates.midterm_opening_arr <> totals.all_midterm_opening_arr
    or rates.midterm_closing_arr <> totals.all_midterm_closing_arr
    or rates.held_arr <> totals.all_held_arr
    or rates.entering_arr <> coalesce(entering.entering_arr, 0)
    or abs(
        rates.renewal_rate - totals.rate_of_all
        - totals.own_weight * (coalesce(totals.own_rate, totals.rate_of_all) - totals.rate_of_all)
    ) > 1e-9 * (1 + totals.rate_of_all)
    or abs(
        rates.gross_renewal_rate - totals.gross_rate_of_all - totals.own_weight * (
            coalesce(totals.own_gross_rate, totals.gross_rate_of_all) - totals.gross_rate_of_all
        )
    ) > 1e-9
