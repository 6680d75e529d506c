{#- One row per licence behind a customer's product at the end of a month or of the month before. -#}
{% macro explain_licenses_sql(pair, first_day) -%}
{%- set month -%} cast('{{ first_day }}' as date) {%- endset -%}
with lineage as (
    select
        license_id,
        case when arr_month = {{ month }} then 'after' else 'before' end as month_end,
        arr,
        quantity,
        is_grace or is_extended as is_kept
    from {{ ref('fct_arr_lineage') }}
    where
        {{ pair }}
        and arr_month in ({{ month }}, {{ add_months(month, -1) }})
),

positions as (
    select
        license_id,
        sum(case when month_end = 'before' then arr end) as arr_before,
        sum(case when month_end = 'after' then arr end) as arr_after,
        sum(case when month_end = 'before' then quantity end) as quantity_before,
        sum(case when month_end = 'after' then quantity end) as quantity_after,
        max(case when month_end = 'before' and is_kept then 1 else 0 end) as was_kept,
        max(case when month_end = 'after' and is_kept then 1 else 0 end) as is_kept
    from lineage
    group by license_id
),

licenses as (
    select * from {{ ref('fct_licenses') }}
),

renewals as (
    select
        renewal_of_license_id,
        starts_on,
        min(license_id) as license_id
    from licenses
    group by renewal_of_license_id, starts_on
)

select
    positions.*,
    licenses.currency,
    licenses.renewal_of_license_id,
    renewals.license_id as renewed_by_license_id,
    licenses.renewal_status,
    licenses.lost_reason,
    {{ text_of('licenses.starts_on') }} as starts_on,
    {{ text_of(add_days('licenses.ends_before', -1)) }} as last_day
from positions
inner join licenses
    on positions.license_id = licenses.license_id
left join renewals
    on
        licenses.license_id = renewals.renewal_of_license_id
        and licenses.ends_before = renewals.starts_on
order by coalesce(arr_before, 0) = 0, licenses.starts_on, positions.license_id
{%- endmacro %}
