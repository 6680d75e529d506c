with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
),

license_overlaps as (
    select * from {{ ref('product_retention', 'int_license_overlaps') }}
),

arr_outliers as (
    select * from {{ ref('product_retention', 'int_arr_outliers') }}
),

price_outliers as (
    select * from {{ ref('product_retention', 'int_price_outliers') }}
),

licenses_before_first_rate as (
    select * from {{ ref('product_retention', 'int_licenses_before_first_rate') }}
)

{% for model in [
    'int_license_row_issues', 'int_license_link_issues', 'int_near_equal_issues',
    'int_succession_issues',
] + (['int_source_issues', 'int_source_conflicts'] if other_sources() else []) -%}
select
    license_id,
    customer_id,
    issue,
    detail,
    arr,
    ends_before
from {{ ref(model) }}
union all
{% endfor -%}
select
    license_id,
    customer_id,
    'status_contradicts_dates' as issue,
    'status is "' || {{ text_of('status_text') }}
    || '", ends before ' || {{ text_of('ends_before') }} as detail,
    arr,
    ends_before
from licenses
where
    (
        status = 'active'
        and status_text is not null
        and ends_before <= as_of_date
    )
    or (status = 'churned' and (ends_before is null or ends_before > as_of_date))
    or (is_pending and ends_before <= as_of_date)
union all
select
    license_id,
    customer_id,
    'never_active_at_month_end' as issue,
    'active from ' || {{ text_of('starts_on') }}
    || ' until before ' || {{ text_of('ends_before') }} as detail,
    arr,
    ends_before
from licenses
where not is_pending and to_month <= from_month
union all
select
    license_id,
    customer_id,
    'overlap' as issue,
    'active from ' || {{ text_of('starts_on') }}
    || ' until before ' || {{ text_of('ends_before') }}
    || case
        when covered_until = {{ add_days('starts_on', 1) }}
            then ', which is one day; where ends are exclusive, set end_date_is_inclusive: false'
        else ''
    end as detail,
    arr,
    ends_before
from license_overlaps
union all
select
    license_id,
    customer_id,
    'implausibly_large' as issue,
    'the largest other ARR of the customer is ' || {{ text_of('next_largest_arr') }} as detail,
    arr,
    cast(null as date) as ends_before
from arr_outliers
union all
select
    license_id,
    customer_id,
    'price_dispersion' as issue,
    'for ' || {{ text_of('quantity') }} || ' units; the middle price of the product is '
    || {{ text_of('median_price') }} || ' a unit' as detail,
    arr,
    cast(null as date) as ends_before
from price_outliers
union all
select
    license_id,
    customer_id,
    'rate_backfilled' as issue,
    cast(null as {{ dbt.type_string() }}) as detail,
    arr,
    cast(null as date) as ends_before
from licenses_before_first_rate
