{%- set keys = 'scope, item, origin_month_index' -%}

with sums as (
    select * from {{ ref('product_retention', 'int_forecast_sums') }}
    where scope in ('product_family', 'product')
),

entries as (
    select * from {{ ref('product_retention', 'int_family_entries') }}
),

origins as (
    select * from {{ ref('product_retention', 'int_forecast_origins') }}
),

term_classes as (
    {%- for term_class in ['monthly', 'annual', 'multi-year', 'open-ended'] %}
    select '{{ term_class }}' as term_class{{ "\n    union all" if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        {{ keys }},
        sum(case when is_expiry then opening_arr else 0 end) as opening_arr,
        sum(case when is_expiry then closing_arr else 0 end) as closing_arr,
        sum(case when is_expiry then retained_arr else 0 end) as retained_arr,
        sum(case when is_expiry then 0 else positions end) as midterm_positions,
        sum(case when is_expiry then 0 else opening_arr end) as midterm_opening_arr,
        sum(case when is_expiry then 0 else closing_arr end) as midterm_closing_arr,
        sum(opening_arr) as held_arr
    from sums
    group by {{ keys }}
),

entering as (
    select
        origins.month_index as origin_month_index,
        sum(entries.entering_arr) as entering_arr
    from origins
    inner join entries
        on
            origins.month_index >= entries.month_index
            and origins.month_index - {{ signal_threshold('rate_months') | int }}
            < entries.month_index
    group by origins.month_index
)

select
    totals.scope,
    totals.item,
    term_classes.term_class,

    totals.origin_month_index,
    cast(coalesce(sums.positions, 0) as integer) as renewals,
    {%- for amount in ['opening_arr', 'closing_arr', 'retained_arr'] %}
    cast(coalesce(sums.{{ amount }}, 0) as {{ money_total_type() }}) as {{ amount }},
    {%- endfor %}
    cast(totals.midterm_positions as integer) as midterm_months,
    cast(totals.midterm_opening_arr as {{ money_total_type() }}) as midterm_opening_arr,
    cast(totals.midterm_closing_arr as {{ money_total_type() }}) as midterm_closing_arr,
    cast(totals.held_arr as {{ money_total_type() }}) as held_arr,
    cast(coalesce(entering.entering_arr, 0) as {{ money_total_type() }}) as entering_arr,
    {{ safe_divide('sums.closing_arr', 'sums.opening_arr') }} as own_rate,
    {{ safe_divide('sums.retained_arr', 'sums.opening_arr') }} as own_gross_rate,
    {{ safe_divide('totals.closing_arr', 'totals.opening_arr') }} as rate_of_all,
    {{ safe_divide('totals.retained_arr', 'totals.opening_arr') }} as gross_rate_of_all,
    {{ safe_divide('totals.midterm_closing_arr', 'totals.midterm_opening_arr') }} as midterm_rate
from totals
cross join term_classes
left join sums
    on
        totals.scope = sums.scope
        and totals.item = sums.item
        and totals.origin_month_index = sums.origin_month_index
        and term_classes.term_class = sums.term_class
        and sums.is_expiry
left join entering
    on totals.origin_month_index = entering.origin_month_index and totals.scope = 'product_family'
