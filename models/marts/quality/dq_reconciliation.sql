{%- set checks = [
    ('currency', 'raw rows = accepted + rejected + merged copies', 'raw_rows', 'decided_rows'),
    ('currency', 'raw amounts = accepted + rejected + merged copies', 'raw_amount', 'decided_amount'),
    ('month', 'active licences = spine', 'terms_arr', 'net_spine_arr'),
    ('month', 'spine = company bridge', 'spine_arr', 'company_arr'),
    ('month', 'product bridges = company bridge', 'company_arr', 'products_arr'),
] -%}
{%- if 1 in list_var('retention_windows') -%}
    {%- do checks.append((
        'month', "company bridge at this month's rates = opening of monthly retention",
        'company_opening_arr', 'retention_opening_arr',
    )) -%}
{%- endif %}
with validated as (
    select * from {{ ref('int_licenses_validated') }}
),

licenses as (
    select * from {{ ref('fct_licenses') }}
),

issues as (
    select * from {{ ref('dq_license_issues') }}
),

terms as (
    select * from {{ ref('int_term_values') }}
),

spine as (
    select * from {{ ref('fct_arr_monthly') }}
),

company as (
    select * from {{ ref('arr_bridge_company_monthly') }}
),

products as (
    select * from {{ ref('arr_bridge_product_monthly') }}
),

retention as (
    select * from {{ ref('retention_company_monthly') }}
    where window_months = 1
),

months as (
    select * from {{ ref('int_months') }}
),

raw_totals as (
    select
        currency,
        count(*) as row_count,
        sum(stated_amount) as amount
    from validated
    group by currency
),

accepted_totals as (
    select
        currency,
        count(*) as row_count,
        sum(arr_in_currency + pending_arr_in_currency) as amount
    from licenses
    group by currency
),

refused_totals as (
    select
        currency,
        count(*) as row_count,
        sum(amount_at_stake) as amount
    from issues
    where action = 'rejected' or issue = 'duplicate_row'
    group by currency
),

monthly_spine as (
    select
        arr_month,
        sum(arr) as arr,
        sum(arr + negative_arr) as net_arr
    from spine
    group by arr_month
),

-- Terms of the same months count together: there are few of these.
term_stretches as (
    select
        first_month_index,
        until_month_index,
        sum(arr) as arr
    from terms
    group by first_month_index, until_month_index
),

monthly_terms as (
    select
        months.arr_month,
        sum(term_stretches.arr) as arr
    from months
    inner join term_stretches
        on
            months.month_index >= term_stretches.first_month_index
            and (
                term_stretches.until_month_index is null
                or months.month_index < term_stretches.until_month_index
            )
    group by months.arr_month
),

monthly_products as (
    select
        arr_month,
        sum(closing_arr) as arr
    from products
    group by arr_month
),

by_currency as (
    select
        raw_totals.currency as check_key,
        raw_totals.row_count as raw_rows,
        coalesce(accepted_totals.row_count, 0) + coalesce(refused_totals.row_count, 0)
            as decided_rows,
        raw_totals.amount as raw_amount,
        coalesce(accepted_totals.amount, 0) + coalesce(refused_totals.amount, 0) as decided_amount
    from raw_totals
    left join accepted_totals
        on raw_totals.currency = accepted_totals.currency
    left join refused_totals
        on raw_totals.currency = refused_totals.currency
),

by_month as (
    select
        {{ text_of('months.arr_month') }} as check_key,
        coalesce(monthly_terms.arr, 0) as terms_arr,
        coalesce(monthly_spine.net_arr, 0) as net_spine_arr,
        coalesce(monthly_spine.arr, 0) as spine_arr,
        coalesce(monthly_products.arr, 0) as products_arr,
        company.closing_arr as company_arr,
        company.opening_arr + company.fx_arr as company_opening_arr,
        retention.opening_arr as retention_opening_arr
    from months
    left join monthly_terms
        on months.arr_month = monthly_terms.arr_month
    left join monthly_spine
        on months.arr_month = monthly_spine.arr_month
    left join monthly_products
        on months.arr_month = monthly_products.arr_month
    left join company
        on months.arr_month = company.arr_month
    left join retention
        on months.arr_month = retention.arr_month
),

checks as (
    {%- for grain, check, expected, actual in checks %}
    select
        {{ text_literal(check) }} as check_name,
        check_key,
        {{ expected }} as expected,
        {{ actual }} as actual
    from by_{{ grain }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    check_name,
    check_key,

    cast(expected as {{ money_total_type() }}) as expected,
    cast(actual as {{ money_total_type() }}) as actual,
    cast(expected - actual as {{ money_total_type() }}) as difference,

    expected = actual as is_reconciled
from checks
