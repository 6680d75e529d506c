{%- set sides = {'exposed': 'is_exposed', 'control': 'not is_exposed'} -%}

with influences as (
    select * from {{ ref('product_retention', 'int_growth_influences') }}
),

sums as (
    select
        study,
        level,
        count(*) as customers,
        {%- for side, condition in sides.items() %}
        sum(case when {{ condition }} then 1 else 0 end) as {{ side }}_customers,
        sum(case when {{ condition }} then revalued_base_arr else 0 end) as {{ side }}_base_arr,
        sum(case when {{ condition }} then closing_arr else 0 end) as {{ side }}_closing_arr,
        sum(case when {{ condition }} then revalued_opening_arr else 0 end)
            as {{ side }}_opening_arr,
        sum(case when {{ condition }} then first_year_arr else 0 end) as {{ side }}_first_year_arr,
        {%- endfor %}
        count(first_year_arr) as first_years,
        {{ steady_sum('exposed_sum_part') }} as exposed_sum,
        {{ steady_sum('control_sum_part') }} as control_sum,
        {{ steady_sum('expected_closing_part') }} as expected_closing_arr
    from influences
    group by study, level
),

-- What is left of a sum without one customer, as a share; null where that is nothing.
left_over as (
    select
        {%- for side in sides %}
        case
            when
                sums.{{ side }}_sum - influences.{{ side }}_sum_change > 1e-9 * sums.{{ side }}_sum
                then 1 - influences.{{ side }}_sum_change / sums.{{ side }}_sum
        end as {{ side }}_share,
        {%- endfor %}
        influences.study,
        influences.level
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
        ln(exposed_share) - ln(control_share) as deviation
    from left_over
),

moments as (
    select
        study,
        level,
        count(deviation) as known,
        {{ steady_sum('deviation') }} as deviation_sum,
        {{ steady_sum('deviation * deviation') }} as squares
    from deviations
    group by study, level
)

select
    sums.study,
    sums.level,

    cast(sums.exposed_customers as integer) as exposed_customers,
    cast(sums.control_customers as integer) as control_customers,
    sums.exposed_sum,
    sums.control_sum,
    {{ safe_divide('sums.exposed_closing_arr', 'sums.exposed_base_arr') }} as nrr_exposed,
    {{ safe_divide('sums.expected_closing_arr', 'sums.exposed_base_arr') }} as nrr_control,
    {%- for side in sides %}
    case
        when sums.first_years = sums.customers
            then {{ safe_divide(
                'sums.' ~ side ~ '_first_year_arr', 'sums.' ~ side ~ '_opening_arr'
            ) }}
    end as nrr_from_start_{{ side }},
    {%- endfor %}
    case
        when moments.known = sums.customers
            then sqrt(
                {{ safe_divide('sums.customers - 1', 'sums.customers') }} * greatest(
                    moments.squares
                    - moments.deviation_sum * moments.deviation_sum / sums.customers, 0
                )
            )
    end as ratio_error
from sums
inner join moments
    on
        sums.study = moments.study
        and sums.level = moments.level
