{%- set credibility = signal_threshold('rate_credibility') -%}

with own_rates as (
    select * from {{ ref('product_retention', 'int_forecast_own_rates') }}
),

weighted as (
    select
        *,
        {{ safe_divide('renewals', 'renewals + ' ~ credibility) }} as own_weight,
        {{ safe_divide('midterm_months', 'midterm_months + ' ~ credibility) }}
            as own_midterm_weight
    from own_rates
),

-- What few renewals say is drawn to what all of them say.
company_rates as (
    select
        *,
        own_weight * coalesce(own_rate, rate_of_all) + (1 - own_weight) * rate_of_all
            as renewal_rate,
        own_weight * coalesce(own_gross_rate, gross_rate_of_all)
        + (1 - own_weight) * gross_rate_of_all as gross_renewal_rate
    from weighted
    where scope = 'product_family'
)

select
    'company' as scope,
    item,
    term_class,

    origin_month_index,
    renewal_rate,
    gross_renewal_rate,
    midterm_rate,
    {{ safe_divide('entering_arr', 'held_arr') }} as entering_rate
from company_rates
union all
select
    weighted.scope,
    weighted.item,
    weighted.term_class,

    weighted.origin_month_index,
    weighted.own_weight * coalesce(weighted.own_rate, company_rates.renewal_rate)
    + (1 - weighted.own_weight) * company_rates.renewal_rate as renewal_rate,
    weighted.own_weight * coalesce(weighted.own_gross_rate, company_rates.gross_renewal_rate)
    + (1 - weighted.own_weight) * company_rates.gross_renewal_rate as gross_renewal_rate,
    weighted.own_midterm_weight * coalesce(weighted.midterm_rate, company_rates.midterm_rate)
    + (1 - weighted.own_midterm_weight) * company_rates.midterm_rate as midterm_rate,
    0 as entering_rate
from weighted
inner join company_rates
    on
        weighted.origin_month_index = company_rates.origin_month_index
        and weighted.term_class = company_rates.term_class
where weighted.scope = 'product'
