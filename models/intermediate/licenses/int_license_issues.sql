{#- One entry an issue: what must hold of an accepted licence for it to be listed. -#}
{%- set issues = {
    'no_product': "product_id = '(unassigned)'",
    'missing_currency': 'is_currency_assumed',
    'placeholder_end_date': 'has_placeholder_end',
    'product_alias_used': 'is_alias_used',
    'unreadable_amount_ignored': 'has_unusable_amount',
    'unreadable_quantity': 'has_unusable_quantity',
    'amounts_contradict':
        'abs(arr_by_arr - arr_by_mrr) > 0.12 or abs(arr_by_mrr - arr_by_value) > 0.12 '
        ~ 'or abs(arr_by_arr - arr_by_value) > 0.12',
    'unknown_status':
        "status = 'active' and status_text not in ('active', 'ongoing', 'renewed', 'customer')",
    'status_contradicts_dates':
        "(status = 'active' and status_text in ('active', 'ongoing', 'renewed', 'customer') "
        ~ "and ends_before <= as_of_date) "
        ~ "or (status = 'churned' and (ends_before is null or ends_before > as_of_date))",
    'negative_amount': 'counted_arr < 0',
    'zero_amount': 'counted_arr = 0',
    'never_active_at_month_end': 'not is_pending and until_month_index <= first_month_index',
} -%}
{%- if has_input('products') -%}
    {%- do issues.update({
        'product_not_in_catalog': "not is_in_catalog and product_id <> '(unassigned)'",
    }) -%}
{%- endif -%}

with licenses as (
    select * from {{ ref('int_licenses') }}
),

overlapping as (
    select * from {{ ref('int_license_overlaps') }}
),

companies as (
    select * from {{ ref('int_companies') }}
),

terms as (
    select * from {{ ref('int_license_terms') }}
),

backfilled_rates as (
    select * from {{ ref('int_monthly_rates') }}
    where is_backfilled
),

issues as (
    {%- for issue, condition in issues.items() %}
    select
        license_id,
        '{{ issue }}' as issue
    from licenses
    where {{ condition }}
    union all
    {%- endfor %}
    {%- if has_input('companies') %}
    select
        licenses.license_id,
        'company_not_listed' as issue
    from licenses
    left join companies
        on licenses.company_id = companies.customer_id
    where companies.customer_id is null
    union all
    {%- endif %}
    select
        terms.license_id,
        'rate_backfilled' as issue
    from terms
    inner join backfilled_rates as rates
        on
            terms.currency = rates.currency
            and terms.first_month_index <= rates.month_index
            and (terms.until_month_index is null or terms.until_month_index > rates.month_index)
    group by terms.license_id
    union all
    select
        license_id,
        'overlap' as issue
    from overlapping
)

select * from issues
