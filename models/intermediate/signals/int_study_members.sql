{%- set lapse_months = setting('lapse_months') %}

-- The rows of a mart that is a view: they wait until the limits of restatements are held.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
),

events as (
    select * from {{ ref('product_retention', 'int_study_events') }}
),

customer_months as (
    select * from {{ ref('product_retention', 'int_study_months') }}
),

month_ends as (
    {{ lapse_month_ends() }}
),

eligible as (
    select
        studies.study,
        customer_months.*,
        studies.study like 'secondary%' as is_of_secondary
    from customer_months
    inner join studies
        on
            studies.study = 'contraction'
            or (studies.study = 'price_rise' and customer_months.has_renewed)
            or (
                studies.study like 'secondary%'
                and customer_months.families_held >= 2
                and customer_months.secondary_held >= 1
            )
),

-- Whom an event has reached by the end of an index month, whether it has settled or not.
reached as (
    select
        events.study,
        events.customer_id,
        events.month_index + month_ends.months_later as month_index,
        max(
            case
                when events.is_exposing and month_ends.months_later = {{ lapse_months }} then 1
                else 0
            end
        ) = 1 as is_exposing
    from events
    cross join month_ends
    group by events.study, events.customer_id, events.month_index + month_ends.months_later
),

first_exposures as (
    select
        eligible.study,
        eligible.customer_id,
        min(eligible.month_index) as month_index
    from eligible
    inner join reached
        on
            eligible.study = reached.study
            and eligible.customer_id = reached.customer_id
            and eligible.month_index = reached.month_index
    where reached.is_exposing
    group by eligible.study, eligible.customer_id
)

select
    eligible.study,
    eligible.customer_id,
    case
        when eligible.is_of_secondary and eligible.families_held >= 4 then '4 or more'
        when not eligible.is_of_secondary and eligible.families_held >= 3 then '3 or more'
        else cast(eligible.families_held as {{ dbt.type_string() }})
    end as items,
    eligible.arr_band,
    eligible.age_band,
    eligible.term_class,

    eligible.month_index,
    eligible.opening_arr,

    first_exposures.customer_id is not null
    and eligible.month_index = first_exposures.month_index as is_exposed,
    eligible.has_churned
from eligible
left join first_exposures
    on
        eligible.study = first_exposures.study
        and eligible.customer_id = first_exposures.customer_id
left join reached
    on
        eligible.study = reached.study
        and eligible.customer_id = reached.customer_id
        and eligible.month_index = reached.month_index
where
    eligible.month_index = first_exposures.month_index
    or (
        reached.customer_id is null
        and eligible.month_index < coalesce(first_exposures.month_index, {{ open_month() }})
    )
