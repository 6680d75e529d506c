{{ config(**by_build()) }}
{%- set is_monthly = var('fx_mode') == 'monthly' -%}
{%- set is_by_update = var('incremental') == 'updated_at' %}

with catalog_products as (
    select * from {{ ref('int_catalog_products') }}
),

product_names as (
    select * from {{ ref('int_product_names') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

usable_rates as (
    select * from {{ ref('int_usable_exchange_rates') }}
),

-- A company without a parent is a group of its own, listed or not.
parents as (
    select * from {{ ref('int_customer_parents') }}
    where customer_id <> company_id
),

bands as (
    select * from {{ ref('segment_bands') }}
),

issue_types as (
    select * from {{ ref('license_issue_types') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),
{% if is_by_update %}
licenses as (
    {{ loaded_licenses([try_cast('updated_at', 'timestamp') ~ ' as updated_at']) | indent(4) }}
),
{% endif %}
fingerprints as (
    {%- for setting, fingerprint in build_settings().items() %}
    select
        '{{ setting }}' as setting,
        '{{ fingerprint }}' as fingerprint
    union all
    {%- endfor %}
    select
        'the products' as setting,
        {{ rows_fingerprint([
            'product_id', 'product_name', 'product_family', 'tier', 'product_role', 'product_type',
            'tier_rank', 'launched_on',
        ]) }} as fingerprint
    from catalog_products
    union all
    select
        'the names of products' as setting,
        {{ rows_fingerprint(['product_text', 'product_id', 'is_alias']) }} as fingerprint
    from product_names
    union all
    select
        'seed license_issue_types' as setting,
        {{ rows_fingerprint(['issue', 'severity', 'action']) }} as fingerprint
    from issue_types
    union all
    select
        'seed segment_bands' as setting,
        {{ rows_fingerprint(['segment_type', 'segment_value', 'from_value', 'until_value']) }}
            as fingerprint
    from bands
    {%- if var('customer_grain') == 'parent' %}
    union all
    select
        'the parents of companies' as setting,
        {{ rows_fingerprint(['company_id', 'customer_id']) }} as fingerprint
    from parents
    {%- endif %}
    {%- if is_monthly %}
    union all
    select
        'the exchange rates' as setting,
        {{ rows_fingerprint(['currency', 'rate_date', 'exchange_rate']) }} as fingerprint
    from usable_rates
    union all
    select
        'the last month' as setting,
        {{ text_of(month_index(add_days('as_of_date', 1))) }} as fingerprint
    from reporting_date
    {%- endif %}
    union all
    select
        'rate ' || currency as setting,
        {{ text_of('exchange_rate') }} as fingerprint
    from exchange_rates
    union all
    select
        'the reporting date' as setting,
        {{ text_of('as_of_date') }} as fingerprint
    from reporting_date
    {%- if is_by_update %}
    union all
    -- A row that comes later may have been changed before the load.
    select
        'the newest update' as setting,
        {{ text_of('least(max(updated_at), ' ~ load_time() ~ ')') }} as fingerprint
    from licenses
    {%- endif %}
)

select
    setting,
    fingerprint,
    '{{ invocation_id }}' as build_id
from fingerprints
