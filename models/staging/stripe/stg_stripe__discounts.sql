{{ config(enabled=uses_source('stripe')) }}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
{%- if source_option('stripe', 'loader') == 'fivetran' %}
with discounts as (
    {{ source_rows('stripe', 'discounts') | indent(4) }}
),

subscription_discounts as (
    {{ source_rows('stripe', 'subscription_discounts') | indent(4) }}
),

coupons as (
    {{ source_rows('stripe', 'coupons') | indent(4) }}
),

-- The newer of the two tables comes first.
listed as (
    select
        source_connection, discount_id, coupon_id, starts_at, ends_at,
        case when discounted_type = 'subscription' then discounted_id end as subscription_id,
        case when discounted_type = 'subscription_item' then discounted_id end as item_id
    from discounts
    union all
    select
        source_connection, discount_id, coupon_id, starts_at, ends_at, subscription_id,
        {{ no_text }} as item_id
    from subscription_discounts
    where discount_id not in (select discounts.discount_id from discounts)
),

loaded as (
    select
        listed.*, coupons.percent_off, coupons.amount_off, coupons.currency, coupons.duration,
        coupons.duration_months
    from listed
    left join coupons
        on
            listed.source_connection = coupons.source_connection
            and listed.coupon_id = coupons.coupon_id
),
{%- else %}
-- A discount as the newest version shows it: it may have been ended early.
with versions as (
    select
        source_connection,
        subscription_id,
        discount,
        row_number() over (
            partition by source_connection, subscription_id, {{ json_text('discount', ['id']) }}
            order by version_number desc
        ) as version_rank
    from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
    where discount is not null
),

loaded as (
    select
        source_connection,
        {{ json_text('discount', ['id']) }} as discount_id,
        subscription_id,
        {{ json_text('discount', ['subscription_item']) }} as item_id,
        {{ json_text('discount', ['start']) }} as starts_at,
        {{ json_text('discount', ['end']) }} as ends_at,
        {{ json_text('discount', ['coupon', 'percent_off']) }} as percent_off,
        {{ json_text('discount', ['coupon', 'amount_off']) }} as amount_off,
        {{ json_text('discount', ['coupon', 'currency']) }} as currency,
        {{ json_text('discount', ['coupon', 'duration']) }} as duration,
        {{ json_text('discount', ['coupon', 'duration_in_months']) }} as duration_months
    from versions
    where version_rank = 1
),
{%- endif %}

{% if stripe_history() == 'current' -%}
syncs as (
    select max(cast(synced_at as date)) as synced_on
    from {{ ref('product_retention', 'stg_stripe__subscriptions') }}
),

{% endif -%}
typed as (
    select
        *,
        {{ source_day('starts_at') }} as starts_on,
        {{ source_day('ends_at') }} as stated_ends_before,
        {{ try_cast('duration_months', 'integer') }} as months
    from loaded
    where coalesce(duration, 'forever') <> 'once'
),

ended as (
    select
        *,
        case
            when stated_ends_before is not null or duration <> 'repeating' then stated_ends_before
            else {{ add_months('starts_on', 'months') }}
        end as ends_before
    from typed
    where starts_on is not null
)

-- As things stand today, only a discount of today counts, and for all of the past.
select
    source_connection,
    discount_id,
    subscription_id,
    item_id,
    upper(currency) as currency,
    {{ source_amount('percent_off') }} as percent_off,
    {{ source_amount('amount_off') }} as amount_off,
    {{ "cast('1990-01-01' as date) as" if stripe_history() == 'current' }} starts_on,
    ends_before
from ended
{%- if stripe_history() == 'current' %}
cross join syncs
where ends_before is null or ends_before > synced_on
{%- endif %}
