with measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where scope = 'company' and segment_type = '(all)'
),

rates as (
    select
        arr_month,
        max(case when window_months = 1 then nrr end) as nrr_1m,
        max(case when window_months = 1 then grr end) as grr_1m,
        max(case when window_months = 1 then logo_retention end) as logo_retention_1m,
        max(case when window_months = 1 then contraction_rate end) as contraction_rate_1m,
        max(case when window_months = 12 then nrr end) as ndr_12m,
        max(case when window_months = 12 then grr end) as grr_12m,
        max(case when window_months = 12 then nrr_organic end) as nrr_organic_12m,
        max(case when window_months = 12 then logo_retention end) as logo_retention_12m
    from measures
    group by arr_month
)

select
    *,
    ndr_12m - lag(ndr_12m) over (order by arr_month) as ndr_12m_change,
    grr_12m - lag(grr_12m) over (order by arr_month) as grr_12m_change,
    -- A month alone has no band.
    case
        when ndr_12m >= {{ signal_threshold('nrr_elite') }} - 1e-9 then 'elite'
        when ndr_12m >= {{ signal_threshold('nrr_strong') }} - 1e-9 then 'strong'
        when ndr_12m >= {{ signal_threshold('nrr_acceptable') }} - 1e-9 then 'acceptable'
        when ndr_12m is not null then 'red'
    end as nrr_band,
    case
        when grr_12m >= {{ signal_threshold('grr_elite') }} - 1e-9 then 'elite'
        when grr_12m >= {{ signal_threshold('grr_healthy') }} - 1e-9 then 'healthy'
        when grr_12m is not null then 'red'
    end as grr_band,
    case
        when contraction_rate_1m >= {{ signal_threshold('severe_contraction') }} - 1e-9
            then 'severe'
        when contraction_rate_1m >= {{ signal_threshold('high_contraction') }} - 1e-9 then 'high'
        when contraction_rate_1m is not null then 'usual'
    end as contraction_level
from rates
