{#- As many rows as the lineage: neither written out here nor published for BI tools. -#}
{{ config(meta={'publish': false}) }}
{%- set last_day = text_of(add_days('licenses.ends_before', -1)) %}

with lineage as (
    select * from {{ ref('fct_arr_lineage') }}
),

months as (
    select * from {{ ref('dim_months') }}
),

licenses as (
    select * from {{ ref('fct_licenses') }}
),

-- What a licence gives at the end of a month closes this month and opens the next one.
month_ends as (
    select
        arr_month,
        customer_id,
        product_id,
        license_id,
        {{ to_money('null') }} as opening_arr,
        arr as closing_arr,
        cast(null as {{ amount_type() }}) as opening_quantity,
        quantity as closing_quantity,
        0 as was_kept,
        case when is_grace or is_extended then 1 else 0 end as is_kept
    from lineage
    union all
    select
        {{ add_months('arr_month', 1) }} as arr_month,
        customer_id,
        product_id,
        license_id,
        arr as opening_arr,
        {{ to_money('null') }} as closing_arr,
        quantity as opening_quantity,
        cast(null as {{ amount_type() }}) as closing_quantity,
        case when is_grace or is_extended then 1 else 0 end as was_kept,
        0 as is_kept
    from lineage
),

compared as (
    select
        arr_month,
        customer_id,
        product_id,
        license_id,
        max(opening_arr) as opening_arr,
        max(closing_arr) as closing_arr,
        max(opening_quantity) as opening_quantity,
        max(closing_quantity) as closing_quantity,
        max(was_kept) as was_kept,
        max(is_kept) as is_kept
    from month_ends
    group by arr_month, customer_id, product_id, license_id
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
        when compared.opening_arr is null then 'starts on ' || {{ text_of('licenses.starts_on') }}
        when compared.closing_arr is null and compared.was_kept = 1
            then 'ended on ' || {{ last_day }} || ', was kept until now'
        when compared.closing_arr is null then 'ends on ' || {{ last_day }}
        when compared.is_kept > compared.was_kept
            then 'ended on ' || {{ last_day }} || ', is kept'
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
inner join months
    on compared.arr_month = months.arr_month
inner join licenses
    on compared.license_id = licenses.license_id
left join renewals
    on
        licenses.license_id = renewals.license_id
        and licenses.ends_before = renewals.starts_on
