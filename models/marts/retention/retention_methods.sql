with company as (
    select * from {{ ref('retention_company_monthly') }}
),

above_floor as (
    select * from {{ ref('int_retention_above_floor') }}
),

movements as (
    select * from {{ ref('fct_customer_arr_movements') }}
    where movement_type in ('expansion', 'contraction', 'churn')
),

yearly as (
    select
        arr_month,
        opening_arr,
        closing_arr,
        opening_arr - contraction_arr - churned_arr as retained_arr,
        churned_arr
    from company
    where window_months = 12
),

monthly as (
    select
        arr_month,
        nrr,
        grr
    from company
    where window_months = 1
),

point_to_point as (
    select
        arr_month,
        'point_to_point_12m' as method,
        closing_arr as nrr_numerator,
        retained_arr as grr_numerator,
        opening_arr as denominator
    from yearly
),

weighted_mean as (
    select
        arr_month,
        'weighted_mean_12m' as method,
        sum(closing_arr) over (
            order by arr_month rows between 11 preceding and current row
        ) as nrr_numerator,
        sum(retained_arr) over (
            order by arr_month rows between 11 preceding and current row
        ) as grr_numerator,
        sum(opening_arr) over (
            order by arr_month rows between 11 preceding and current row
        ) as denominator
    from yearly
),

movement_totals as (
    select
        arr_month,
        sum(arr_change) as change_arr,
        sum(case when movement_type = 'expansion' then 0 else arr_change end) as loss_arr
    from movements
    group by arr_month
),

movement_sums as (
    select
        yearly.arr_month,
        yearly.opening_arr,
        sum(coalesce(movement_totals.change_arr, 0)) over (
            order by yearly.arr_month rows between 11 preceding and current row
        ) as change_arr,
        sum(coalesce(movement_totals.loss_arr, 0)) over (
            order by yearly.arr_month rows between 11 preceding and current row
        ) as loss_arr
    from yearly
    left join movement_totals
        on yearly.arr_month = movement_totals.arr_month
),

summed_movements as (
    select
        arr_month,
        'summed_movements_12m' as method,
        opening_arr + change_arr as nrr_numerator,
        opening_arr + loss_arr as grr_numerator,
        opening_arr as denominator
    from movement_sums
),

customers_above_floor as (
    select
        arr_month,
        'customers_above_floor_12m' as method,
        closing_arr as nrr_numerator,
        retained_arr as grr_numerator,
        opening_arr as denominator
    from above_floor
),

survivors_only as (
    select
        arr_month,
        'survivors_only_12m' as method,
        closing_arr as nrr_numerator,
        retained_arr as grr_numerator,
        opening_arr - churned_arr as denominator
    from yearly
),

compounded as (
    select
        arr_month,
        'compounded_monthly_12m' as method,
        {{ product_of_twelve('nrr') }} as nrr,
        {{ product_of_twelve('grr') }} as grr
    from monthly
),

ratios as (
    select * from point_to_point
    union all
    select * from weighted_mean
    union all
    select * from summed_movements
    union all
    select * from customers_above_floor
    union all
    select * from survivors_only
),

methods as (
    select
        arr_month,
        method,
        {{ safe_divide('nrr_numerator', 'denominator') }} as nrr,
        {{ safe_divide('grr_numerator', 'denominator') }} as grr,
        cast(nrr_numerator as {{ money_total_type() }}) as nrr_numerator,
        cast(grr_numerator as {{ money_total_type() }}) as grr_numerator,
        cast(denominator as {{ money_total_type() }}) as denominator
    from ratios
    where denominator > 0
    union all
    select
        arr_month,
        method,
        nrr,
        grr,
        cast(null as {{ money_total_type() }}) as nrr_numerator,
        cast(null as {{ money_total_type() }}) as grr_numerator,
        cast(null as {{ money_total_type() }}) as denominator
    from compounded
    where nrr is not null
)

select
    method,

    nrr_numerator,
    grr_numerator,
    denominator,
    nrr,
    grr,

    arr_month
from methods
