{{ config(**by_customer(pre_hooks=['{{ delete_listed_issues() }}'])) }}
{#- What must hold of an accepted licence for it to be listed. What its own row shows is in
    license_conditions; the two below look at its end, which a renewal may have brought forward. -#}
{%- set conditions = license_conditions() -%}
{%- set relations = {
    'overlap': 'overlapping', 'implausibly_large': 'outsized', 'price_dispersion': 'mispriced',
} -%}
{%- if var('fx_mode') == 'monthly' -%}
    {%- do relations.update({'rate_backfilled': 'backfilled'}) -%}
{%- endif -%}
{%- do conditions.update({
    'status_contradicts_dates':
        "(status = 'active' and status_text in ('active', 'ongoing', 'renewed', 'customer') "
        ~ "and ends_before <= as_of_date) "
        ~ "or (status = 'churned' and (ends_before is null or ends_before > as_of_date))",
    'never_active_at_month_end': 'not is_pending and until_month_index <= first_month_index',
}) -%}

-- depends_on: {{ ref('int_backfilled_licenses') }}
with licenses as (
    select * from {{ ref('int_licenses') }}
    {{ only_changed_customers() }}
),

all_licenses as (
    select * from {{ ref('int_licenses') }}
),

overlapping as (
    select * from {{ ref('int_license_overlaps') }}
),

outsized as (
    select * from {{ ref('int_outsized_licenses') }}
),

mispriced as (
    select * from {{ ref('int_mispriced_licenses') }}
),

{% if 'rate_backfilled' in relations -%}
backfilled as (
    select * from {{ ref('int_backfilled_licenses') }}
),

{% endif -%}
suspicious as (
    select *
    from licenses
    where
        1 = 0
        {%- for issue, condition in conditions.items() if issue not in issues_of_all() %}
        or ({{ condition }})
        {%- endfor %}
),

issues as (
    {%- for issue, condition in conditions.items() %}
    select
        license_id,
        customer_id,
        '{{ issue }}' as issue,
        counted_arr,
        cast(null as {{ money_total_type() }}) as compared_with,
        ends_before
    from {{ 'all_licenses' if issue in issues_of_all() else 'suspicious' }}
    where {{ condition }}
    union all
    {%- endfor %}
    {%- for issue, relation in relations.items() %}
    select
        license_id,
        customer_id,
        '{{ issue }}' as issue,
        counted_arr,
        {{ 'compared_with' if relation in ['outsized', 'mispriced']
            else 'cast(null as ' ~ money_total_type() ~ ')' }} as compared_with,
        {{ 'ends_before' if relation == 'overlapping' else 'cast(null as date)' }} as ends_before
    from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select * from issues
{{ only_listed_anew() }}
