{%- set keys = 'scope, item, origin_month_index, horizon_months' -%}

with book as (
    select
        *,
        case when scope = 'product' then scope else 'company' end as rated_scope
    from {{ ref('product_retention', 'int_forecast_book') }}
    where scope in ('product_family', 'product')
),

rates as (
    select * from {{ ref('product_retention', 'int_forecast_rates') }}
),

bases as (
    select * from {{ ref('product_retention', 'int_forecast_bases') }}
    where base_arr > 0
),

errors as (
    select * from {{ ref('product_retention', 'int_forecast_errors') }}
),

-- Without months between renewals nothing is known to happen in them; 0 to the power of 0 is 1.
expected as (
    select
        book.rated_scope as scope,
        book.item,
        book.origin_month_index,
        book.horizon_months,
        book.arr,
        coalesce(rates.entering_rate, 0) * book.horizon_months * book.arr as entering_arr,
        book.arr
        * case when book.renewals = 0 then 1 else power(rates.renewal_rate, book.renewals) end
        * case
            when book.renewals = book.horizon_months then 1
            else power(coalesce(rates.midterm_rate, 1), book.horizon_months - book.renewals)
        end as staying_arr
    from book
    left join rates
        on
            book.rated_scope = rates.scope
            and book.item = rates.item
            and book.origin_month_index = rates.origin_month_index
            and book.term_class = rates.term_class
),

totals as (
    select
        {{ keys }},
        sum(arr) as arr,
        -- Unknown where some of it renews, and nothing has yet.
        case
            when count(staying_arr) = count(*)
                then {{ steady_sum('staying_arr') }} + {{ steady_sum('entering_arr') }}
        end as expected_arr
    from expected
    group by {{ keys }}
),

known as (
    select
        bases.scope,
        bases.item,
        bases.origin_month_index,
        {{ safe_divide('coalesce(totals.arr, 0)', 'bases.base_arr') }} as nrr
    from bases
    left join totals
        on
            bases.scope = totals.scope
            and bases.item = totals.item
            and bases.origin_month_index = totals.origin_month_index
            and bases.horizon_months = totals.horizon_months
    where bases.horizon_months = 0
),

forecasts as (
    select
        bases.*,
        case when totals.item is null then 0 else totals.expected_arr end
        / cast(bases.base_arr as {{ rate_type() }}) as book_nrr,
        known.nrr as naive_nrr,
        case when totals.item is null then 0 else errors.arr_error end
        / cast(bases.base_arr as {{ rate_type() }}) as book_error
    from bases
    left join totals
        on
            bases.scope = totals.scope
            and bases.item = totals.item
            and bases.origin_month_index = totals.origin_month_index
            and bases.horizon_months = totals.horizon_months
    left join errors
        on
            bases.scope = errors.scope
            and bases.item = errors.item
            and bases.origin_month_index = errors.origin_month_index
            and bases.horizon_months = errors.horizon_months
    left join known
        on
            bases.scope = known.scope
            and bases.item = known.item
            and bases.origin_month_index = known.origin_month_index
)

select
    scope,
    item,

    origin_month_index,
    horizon_months,
    base_arr,
    book_nrr,
    naive_nrr,
    (book_nrr + naive_nrr) / 2 as nrr,
    book_error
from forecasts
