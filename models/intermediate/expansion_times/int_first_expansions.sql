{%- set gap_days = signal_threshold('ttfe_gap_days') | int %}

with customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

-- A gap that is still open is as long as the days without ARR so far, with the reporting date.
measured as (
    select
        customer_days.*,
        reporting_date.as_of_date,
        case
            when customer_days.opening_arr > 0 and customer_days.arr = 0
                then {{ days_between(
                    'customer_days.from_day',
                    'coalesce(customer_days.next_day_with_arr, '
                    ~ add_days('reporting_date.as_of_date', 1) ~ ')'
                ) }}
        end as gap_days
    from customer_days
    cross join reporting_date
),

firsts as (
    select
        customer_id,
        as_of_date,
        min(case when arr > 0 then from_day end) as started_on,
        min(case when expansion_type is not null then from_day end) as expanded_on,
        min(case when gap_days > {{ gap_days }} then from_day end) as churned_on,
        min(
            case
                when gap_days <= {{ gap_days }} and next_day_with_arr is null then from_day
            end
        ) as away_since
    from measured
    group by customer_id, as_of_date
),

outcomes as (
    select
        *,
        case
            when expanded_on < coalesce(churned_on, {{ add_days('as_of_date', 1) }})
                then 'expanded'
            when churned_on is not null then 'churned'
            else 'censored'
        end as outcome
    from firsts
    where started_on is not null
),

ended as (
    select
        *,
        case
            when outcome = 'expanded' then expanded_on
            when outcome = 'churned' then churned_on
            else coalesce(away_since, as_of_date)
        end as ended_on
    from outcomes
),

described as (
    select
        ended.*,
        customer_days.expansion_type
    from ended
    left join customer_days
        on
            ended.customer_id = customer_days.customer_id
            and ended.expanded_on = customer_days.from_day
)

select
    customer_id,
    outcome,
    case when outcome = 'expanded' then expansion_type end as expansion_type,

    cast(
        {{ days_between('started_on', 'ended_on') }}
        as integer
    ) as days,

    started_on,
    ended_on
from described
