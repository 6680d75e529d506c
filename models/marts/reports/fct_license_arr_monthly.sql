{#- As many rows as the lineage: neither written out here nor published for BI tools. -#}
{{ config(meta={'publish': false}) }}
{%- set last_day = text_of(add_days('licenses.ends_before', -1)) %}

with lineage as (
    select * from {{ ref('product_retention', 'fct_arr_lineage') }}
),

licenses as (
    select * from {{ ref('product_retention', 'fct_licenses') }}
),

sides as (
    select
        true as is_closing,
        0 as months_later
    union all
    select
        false as is_closing,
        1 as months_later
),

-- What a licence gives at the end of a month closes this month and opens the next one.
month_ends as (
    select
        lineage.*,
        sides.is_closing,
        case when lineage.is_grace or lineage.is_extended then 1 else 0 end as kept,
        {{ add_months('lineage.arr_month', 'sides.months_later') }} as compared_month
    from lineage
    cross join sides
),

compared as (
    select
        compared_month as arr_month,
        customer_id,
        product_id,
        license_id,
        max(case when not is_closing then arr end) as opening_arr,
        max(case when is_closing then arr end) as closing_arr,
        max(case when not is_closing then quantity end) as opening_quantity,
        max(case when is_closing then quantity end) as closing_quantity,
        max(case when is_closing then 0 else kept end) as was_kept,
        max(case when is_closing then kept else 0 end) as is_kept
    from month_ends
    group by compared_month, customer_id, product_id, license_id
),

renewals as (
    select
        renewal_of_license_id as license_id,
        starts_on,
        min(license_id) as renewed_by_license_id
    from licenses
    group by renewal_of_license_id, starts_on
)

select
    compared.arr_month,
    compared.customer_id,
    compared.product_id,
    compared.license_id,
    case
        when
            compared.product_id <> licenses.product_id
            or (
                compared.opening_arr <> compared.closing_arr
                and licenses.currency = '{{ setting("reporting_currency") }}'
            )
            then 'share of a discount of product ' || licenses.product_id
        when compared.opening_arr is null then 'starts on ' || {{ text_of('licenses.starts_on') }}
        when compared.closing_arr is null and compared.was_kept = 1
            then 'ended on ' || {{ last_day }} || ', was kept until now'
        when compared.closing_arr is null then 'ends on ' || {{ last_day }}
        when compared.is_kept > compared.was_kept then 'ended on ' || {{ last_day }} || ', is kept'
        when compared.opening_arr <> compared.closing_arr
            then 'exchange rate of ' || licenses.currency
        else 'unchanged'
    end
    || case
        when compared.opening_arr is null
            then coalesce('; renews ' || licenses.renewal_of_license_id, '')
        when compared.closing_arr is null
            then
                coalesce(
                    '; renewed by ' || renewals.renewed_by_license_id,
                    '; marked as ' || licenses.renewal_status, ''
                ) || coalesce('; ' || licenses.lost_reason, '')
        else ''
    end as what_happened,

    compared.opening_arr,
    compared.closing_arr,
    compared.opening_quantity,
    compared.closing_quantity,

    licenses.starts_on,
    licenses.ends_before
from compared
inner join {{ ref('product_retention', 'dim_months') }} as months
    on compared.arr_month = months.arr_month
inner join licenses
    on compared.license_id = licenses.license_id
left join renewals
    on
        licenses.license_id = renewals.license_id
        and licenses.ends_before = renewals.starts_on
