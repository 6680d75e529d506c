with sums as (
    select * from {{ ref('product_retention', 'int_study_sums') }}
),

influences as (
    select * from {{ ref('product_retention', 'int_study_influences') }}
),

-- What is left of a sum without one customer, as a share; null where that is nothing.
left_over as (
    select
        influences.study,
        influences.level,
        case
            when sums.exposed_sum - influences.exposed_sum_change > 1e-9 * sums.exposed_sum
                then 1 - influences.exposed_sum_change / sums.exposed_sum
        end as exposed_share,
        case
            when sums.control_sum - influences.control_sum_change > 1e-9 * sums.control_sum
                then 1 - influences.control_sum_change / sums.control_sum
        end as control_share
    from influences
    inner join sums
        on
            influences.study = sums.study
            and influences.level = sums.level
),

deviations as (
    select
        study,
        level,
        ln(exposed_share) - ln(control_share) as ratio_deviation,
        ln(control_share) as control_deviation
    from left_over
),

moments as (
    select
        study,
        level,
        count(*) as customers,
        count(ratio_deviation) as ratio_customers,
        {{ steady_sum('ratio_deviation') }} as ratio_sum,
        {{ steady_sum('ratio_deviation * ratio_deviation') }} as ratio_squares,
        count(control_deviation) as control_customers,
        {{ steady_sum('control_deviation') }} as control_sum,
        {{ steady_sum('control_deviation * control_deviation') }} as control_squares
    from deviations
    group by study, level
),

spreads as (
    select
        *,
        {{ safe_divide('customers - 1', 'customers') }} as factor,
        greatest(ratio_squares - ratio_sum * ratio_sum / customers, 0) as ratio_spread,
        greatest(control_squares - control_sum * control_sum / customers, 0) as control_spread
    from moments
)

select
    study,
    level,

    cast(customers as integer) as customers,
    case when ratio_customers = customers then sqrt(factor * ratio_spread) end as ratio_error,
    case when control_customers = customers then sqrt(factor * control_spread) end
        as control_error
from spreads
