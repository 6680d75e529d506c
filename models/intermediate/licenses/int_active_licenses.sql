{{ config(materialized='view') }}
{%- set grace_days = setting('renewal_grace_days') %}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where
        not is_pending
        -- A licence that its renewal replaces on its first day is active on no day.
        and (ends_before is null or ends_before > starts_on)
),

{% if setting('auto_renew_past_end') %}
last_ends as (
    select
        customer_id,
        product_id,
        max(coalesce(ends_before, cast('9999-12-31' as date))) as last_ends_before
    from licenses
    group by customer_id, product_id
),

extended as (
    select
        licenses.*,
        false as is_grace,
        true as is_extended,
        licenses.ends_before as active_from,
        cast(null as date) as active_until
    from licenses
    inner join last_ends
        on
            licenses.customer_id = last_ends.customer_id
            and licenses.product_id = last_ends.product_id
            and licenses.ends_before = last_ends.last_ends_before
    where
        licenses.auto_renews
        and licenses.ends_before <= licenses.as_of_date
        and licenses.status <> 'churned'
        and coalesce(licenses.renewal_status, '') <> 'lost'
        and licenses.renewed_on is null
),
{% endif %}
{% if grace_days > 0 %}
-- A licence of 0 is a gap like no licence.
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
    where arr <> 0
),

graced as (
    select
        licenses.*,
        true as is_grace,
        false as is_extended,
        sequenced.covered_until as active_from,
        sequenced.starts_on as active_until
    from sequenced
    inner join licenses
        on
            sequenced.customer_id = licenses.customer_id
            and sequenced.product_id = licenses.product_id
            and sequenced.covered_until = licenses.ends_before
    where
        licenses.arr <> 0
        and sequenced.starts_on > sequenced.covered_until
        and {{ days_between('sequenced.covered_until', 'sequenced.starts_on') }} <= {{ grace_days }}
),
{% endif %}
periods as (
    select
        *,
        false as is_grace,
        false as is_extended,
        starts_on as active_from,
        ends_before as active_until
    from licenses
    {{ 'union all select * from extended' if setting('auto_renew_past_end') }}
    {{ 'union all select * from graced' if grace_days > 0 }}
)

select
    license_id,
    customer_id,
    product_id,
    currency,
    lost_reason,

    arr,
    arr_in_currency,
    {{ 'case when arr = 0 then 0 else quantity end as' if grace_days > 0 }} quantity,
    contract_months,

    is_cancelled,
    is_grace,
    is_extended,

    active_from as starts_on,
    active_until as ends_before,
    cast(created_at as date) as created_on
from periods
