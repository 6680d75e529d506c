{{ config(materialized='view') }}
{%- set grace_days = var('renewal_grace_days') -%}
{%- set extends = var('auto_renew_past_end') -%}

with licenses as (
    select * from {{ ref('int_licenses') }}
    where
        not is_pending
        -- A licence that its renewal replaces on its first day is active on no day.
        and (ends_before is null or ends_before > starts_on)
),

stated_terms as (
    select
        license_id,
        customer_id,
        product_id,
        currency,
        counted_arr as arr,
        arr_in_currency,
        quantity,
        contract_months,
        lost_reason,
        is_cancelled,
        created_at,
        false as is_grace,
        false as is_extended,
        starts_on,
        ends_before
    from licenses
),
{% if extends %}
pair_ends as (
    select
        customer_id,
        product_id,
        max(coalesce(ends_before, cast('9999-12-31' as date))) as last_ends_before
    from licenses
    group by customer_id, product_id
),

extensions as (
    select
        licenses.license_id,
        licenses.customer_id,
        licenses.product_id,
        licenses.currency,
        licenses.counted_arr as arr,
        licenses.arr_in_currency,
        licenses.quantity,
        licenses.contract_months,
        licenses.lost_reason,
        licenses.is_cancelled,
        licenses.created_at,
        false as is_grace,
        true as is_extended,
        licenses.ends_before as starts_on,
        cast(null as date) as ends_before
    from licenses
    inner join pair_ends
        on
            licenses.customer_id = pair_ends.customer_id
            and licenses.product_id = pair_ends.product_id
            and licenses.ends_before = pair_ends.last_ends_before
    where
        licenses.auto_renews
        and licenses.ends_before <= licenses.as_of_date
        and licenses.status <> 'churned'
        and coalesce(licenses.renewal_status, '') <> 'lost'
        and licenses.renewed_on is null
),
{% endif %}
{% if grace_days > 0 %}
sequenced as (
    select
        customer_id,
        product_id,
        starts_on,
        max(coalesce(ends_before, cast('9999-12-31' as date))) over (
            partition by customer_id, product_id
            order by starts_on, license_id
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from licenses
),

gaps as (
    select
        customer_id,
        product_id,
        covered_until as gap_starts_on,
        starts_on as gap_ends_before
    from sequenced
    where
        starts_on > covered_until
        and {{ days_between('covered_until', 'starts_on') }} <= {{ grace_days }}
),

bridges as (
    select
        licenses.license_id,
        licenses.customer_id,
        licenses.product_id,
        licenses.currency,
        licenses.counted_arr as arr,
        licenses.arr_in_currency,
        licenses.quantity,
        licenses.contract_months,
        licenses.lost_reason,
        licenses.is_cancelled,
        licenses.created_at,
        true as is_grace,
        false as is_extended,
        gaps.gap_starts_on as starts_on,
        gaps.gap_ends_before as ends_before
    from gaps
    inner join licenses
        on
            gaps.customer_id = licenses.customer_id
            and gaps.product_id = licenses.product_id
            and gaps.gap_starts_on = licenses.ends_before
),
{% endif %}
terms as (
    select * from stated_terms
    {%- if extends %}
    union all
    select * from extensions
    {%- endif %}
    {%- if grace_days > 0 %}
    union all
    select * from bridges
    {%- endif %}
)

select
    *,
    {{ month_index('starts_on') }} as first_month_index,
    {{ month_index('ends_before') }} as until_month_index
from terms
