{%- set keys = 'scope, item, origin_month_index, horizon_months' -%}

with book as (
    select * from {{ ref('product_retention', 'int_forecast_book') }}
    where scope in ('company', 'product')
),

spreads as (
    select * from {{ ref('product_retention', 'int_forecast_spreads') }}
),

turns as (
    select
        {{ keys }},
        term_class as kind,
        arr,
        squared_arr,
        renewals as turns
    from book
    union all
    select
        {{ keys }},
        'mid-term' as kind,
        arr,
        squared_arr,
        horizon_months - renewals as turns
    from book
),

exposures as (
    select
        {{ keys }},
        kind,
        cast(sum(arr * turns) as {{ rate_type() }}) as exposed_arr,
        cast(sum(squared_arr * turns) as {{ rate_type() }}) as squared_exposure
    from turns
    where turns > 0
    group by {{ keys }}, kind
),

-- Of a kind with few months the spread of all renewals counts.
variances as (
    select
        exposures.*,
        coalesce(own.spread, renewals.spread) * exposures.squared_exposure
        + coalesce(own.mean_spread, renewals.mean_spread)
        * exposures.exposed_arr * exposures.exposed_arr as variance
    from exposures
    left join spreads as own
        on
            exposures.scope = own.scope
            and exposures.item = own.item
            and exposures.origin_month_index = own.origin_month_index
            and exposures.kind = own.kind
            and own.positions >= {{ thin_evidence() }}
    left join spreads as renewals
        on
            exposures.scope = renewals.scope
            and exposures.item = renewals.item
            and exposures.origin_month_index = renewals.origin_month_index
            and renewals.kind = '(renewals)'
)

select
    scope,
    item,

    origin_month_index,
    horizon_months,
    case when count(variance) = count(*) then sqrt({{ steady_sum('variance') }}) end as arr_error
from variances
group by {{ keys }}
