{{ config(enabled=other_sources() | length > 0) }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
),

copies as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where rejection_reason = 'counted_in_other_source'
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

sources as (
    {%- for source in setting('sources') %}
    select
        '{{ source }}' as source_system,
        {{ loop.index }} as source_rank
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        licenses.*,
        sources.source_rank
    from licenses
    inner join sources
        on licenses.source_system = sources.source_system
),

overlapping as (
    select
        later.license_id,
        min(earlier.license_id) as other_license_id
    from ranked as later
    inner join ranked as earlier
        on
            later.customer_id = earlier.customer_id
            and later.product_id = earlier.product_id
            and later.source_rank > earlier.source_rank
            and (earlier.ends_before is null or later.starts_on < earlier.ends_before)
            and (later.ends_before is null or earlier.starts_on < later.ends_before)
    group by later.license_id
),

-- On the day of the figures: what the copies of a customer and product say, and what counts.
copied as (
    select
        copies.customer_id,
        copies.product_id,
        sum(coalesce(copies.arr, 0)) as arr
    from copies
    cross join reporting_date
    where
        copies.starts_on <= reporting_date.as_of_date
        and (
            copies.stated_ends_before is null
            or copies.stated_ends_before > reporting_date.as_of_date
        )
    group by copies.customer_id, copies.product_id
),

counted as (
    select
        customer_id,
        product_id,
        sum(arr) as arr,
        min(license_id) as first_license_id
    from licenses
    where
        not is_pending
        and starts_on <= as_of_date
        and (ends_before is null or ends_before > as_of_date)
    group by customer_id, product_id
),

conflicts as (
    select
        license_id,
        'possibly_in_two_sources' as issue,
        'overlaps with "' || other_license_id || '"' as detail
    from overlapping
    union all
    select
        counted.first_license_id as license_id,
        'sources_disagree' as issue,
        'counts ' || {{ text_of('counted.arr') }} || ' a year, its copies say '
        || {{ text_of('copied.arr') }} as detail
    from counted
    inner join copied
        on
            counted.customer_id = copied.customer_id
            and counted.product_id = copied.product_id
    where counted.arr <> copied.arr
)

select
    conflicts.license_id,
    licenses.customer_id,
    conflicts.issue,
    conflicts.detail,

    licenses.arr,

    licenses.ends_before
from conflicts
inner join licenses
    on conflicts.license_id = licenses.license_id
