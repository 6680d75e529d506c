{%- set by_month = [
    ('months', 'active licences = spine', '0', '0'),
    ('licenses', 'active licences = spine', 'arr', 'null'),
    ('spine', 'active licences = spine', 'null', 'arr + negative_arr'),
    ('months', 'spine = company bridge', '0', 'null'),
    ('spine', 'spine = company bridge', 'arr', 'null'),
    ('company', 'spine = company bridge', 'null', 'closing_arr'),
    ('company', 'product bridges = company bridge', 'closing_arr', 'null'),
    ('months', 'product bridges = company bridge', 'null', '0'),
    ('products', 'product bridges = company bridge', 'null', 'closing_arr'),
] -%}
{%- set opening = "company bridge at this month's rates = opening of monthly retention" -%}
{%- do by_month.extend([
    ('company', opening, 'opening_arr + fx_arr', 'null'),
    ('retention', opening, 'null', 'opening_arr'),
] if 1 in list_var('retention_windows') else []) -%}
{%- set by_currency = [
    ('raw_licenses', 'raw rows = accepted + rejected + merged copies', '1', '0'),
    ('accepted', 'raw rows = accepted + rejected + merged copies', 'null', '1'),
    ('rejected', 'raw rows = accepted + rejected + merged copies', 'null', '1'),
    ('raw_licenses', 'raw amounts = accepted + rejected + merged copies', 'raw_amount', '0'),
    (
        'accepted', 'raw amounts = accepted + rejected + merged copies', 'null',
        'arr_in_currency + pending_arr_in_currency',
    ),
    ('rejected', 'raw amounts = accepted + rejected + merged copies', 'null', 'amount_at_stake'),
] -%}

with raw_licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
),

accepted as (
    select * from {{ ref('product_retention', 'fct_licenses') }}
),

rejected as (
    select * from {{ ref('product_retention', 'dq_license_issues') }}
    where action = 'rejected' or issue = 'duplicate_row'
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- Licence periods of the same months count together: there are few of these.
periods as (
    select
        from_month,
        to_month,
        sum(arr) as arr
    from {{ ref('product_retention', 'int_license_period_values') }}
    group by from_month, to_month
),

licenses as (
    select
        months.arr_month,
        periods.arr
    from months
    inner join periods
        on
            months.month_index >= periods.from_month
            and months.month_index < periods.to_month
),

spine as (
    select * from {{ ref('product_retention', 'fct_arr_monthly') }}
),

company as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

products as (
    select * from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 1
),

-- Each table says one side of a check; a side that no row says is null.
sides as (
    {%- for relation, check, expected, actual in by_currency + by_month %}
    {%- set key = 'currency' if loop.index <= by_currency | length else 'arr_month' %}
    select
        {{ text_literal(check) }} as check_name,
        {{ text_of(key) }} as check_key,
        sum(cast({{ expected }} as {{ money_total_type() }})) as expected,
        sum(cast({{ actual }} as {{ money_total_type() }})) as actual
    from {{ relation }}
    group by {{ key }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

checks as (
    select
        check_name,
        check_key,
        cast(sum(expected) as {{ money_total_type() }}) as expected,
        cast(sum(actual) as {{ money_total_type() }}) as actual
    from sides
    group by check_name, check_key
)

select
    check_name,
    check_key,

    expected,
    actual,
    cast(expected - actual as {{ money_total_type() }}) as difference,

    coalesce(expected = actual, false) as is_reconciled
from checks
