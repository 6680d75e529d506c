{{ config(enabled=uses_source('chargebee')) }}
{%- set is_fivetran = source_option('chargebee', 'loader') == 'fivetran' -%}
{%- set own = chargebee_discount_columns() | list -%}
{%- set kept = ['source_connection', 'subscription_id', 'version_number'] %}
with subscriptions as (
    select * from {{ ref('product_retention', 'stg_chargebee__subscriptions') }}
),

coupons as (
    select * from {{ ref('product_retention', 'stg_chargebee__coupons') }}
),

{% if is_fivetran -%}
coupons_used as (
    select source_connection, subscription_id, 1 as version_number, coupon_id, apply_till
    from (
        {{ source_rows('chargebee', 'coupons_used') | indent(8) }}
    ) as loaded
    where not is_deleted
),

discounts_used as (
    select source_connection, subscription_id, 1 as version_number, {{ own | join(', ') }}
    from (
        {{ source_rows('chargebee', 'discounts_used') | indent(8) }}
    ) as loaded
    where not is_deleted
),
{%- else -%}
coupon_rows as (
    {{ json_rows('subscriptions', kept, 'coupons', 'coupon') | indent(4) }}
),

coupons_used as (
    select
        {{ kept | join(', ') }},
        {{ json_text('coupon', ['coupon_id']) }} as coupon_id,
        {{ json_text('coupon', ['apply_till']) }} as apply_till
    from coupon_rows
),

discount_rows as (
    {{ json_rows('subscriptions', kept, 'discounts', 'discount') | indent(4) }}
),

discounts_used as (
    select
        {{ kept | join(', ') }},
        {%- for column, names in chargebee_discount_columns().items() %}
        {{ json_text('discount', names) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from discount_rows
),
{%- endif %}

listed as (
    select
        {{ kept | join(', ') }},
        {{ own | join(', ') }}
    from discounts_used
    union all
    select
        used.source_connection, used.subscription_id, used.version_number, used.coupon_id,
        coupons.discount_type, coupons.percentage, coupons.amount,
        cast(null as {{ dbt.type_string() }}) as quantity, coupons.currency, coupons.duration_type,
        coupons.apply_on, cast(null as {{ dbt.type_string() }}) as item_price_id, coupons.is_in_mrr,
        used.apply_till
    from coupons_used as used
    left join coupons
        on
            used.source_connection = coupons.source_connection
            and used.coupon_id = coupons.coupon_id
),

syncs as (
    select max(cast(coalesce(synced_at, updated_at) as date)) as synced_on
    from subscriptions
),

typed as (
    select
        {{ kept | join(', ') }},
        discount_id,
        item_price_id,
        case when lower(discount_type) = 'percentage' then {{ source_amount('percentage') }} end
            as percent_off,
        case when lower(discount_type) = 'fixed_amount' then {{ source_amount('amount') }} end
            as amount_off,
        case when lower(discount_type) = 'offer_quantity' then {{ source_amount('quantity') }} end
            as quantity_off,
        upper(currency) as currency,
        coalesce(lower(apply_on), 'invoice_amount') = 'invoice_amount' as is_of_all,
        {{ source_day('apply_till') }} as ends_before
    from listed
    where
        coalesce(lower(duration_type), 'forever') <> 'one_time'
        {%- if not source_option('chargebee', 'coupons_outside_mrr_count') %}
        and {{ is_true('is_in_mrr', true) }}
        {%- endif %}
)

-- What is known of a coupon does not say to which items it applies, where not to all of them.
select
    {{ kept | join(', ') }},
    row_number() over (
        partition by {{ kept | join(', ') }} order by discount_id, item_price_id, ends_before
    ) as discount_number,
    discount_id, item_price_id, percent_off, amount_off, quantity_off, currency,
    (item_price_id is null and (not is_of_all or quantity_off is not null))
    or coalesce(percent_off, amount_off, quantity_off) is null as is_ignored,
    ends_before
from typed
{%- if chargebee_history() == 'current' %}
-- As things stand today, only a discount of today counts, and for all of the past.
cross join syncs
where ends_before is null or ends_before > synced_on
{%- endif %}
