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
    'never_active_at_month_end': 'not is_pending and to_month <= from_month',
}) -%}


-- depends_on: {{ ref('int_licenses_before_first_rate') }}
with licenses as (
    select * from {{ ref('int_licenses') }}
),
overlapping as (
    select * from {{ ref('int_license_overlaps') }}
),

outsized as (
    select * from {{ ref('int_arr_outliers') }}
),

mispriced as (
    select * from {{ ref('int_price_outliers') }}
),

{% if 'rate_backfilled' in relations -%}
backfilled as (
    select * from {{ ref('int_licenses_before_first_rate') }}
),

{% endif -%}
suspicious as (
    select *
    from licenses
    where
        1 = 0
        {%- for condition in conditions.values() %}
        or ({{ condition }})
        {%- endfor %}
),

issues as (
    {%- for issue, condition in conditions.items() %}
    select
        license_id,
        customer_id,
        '{{ issue }}' as issue,
        arr,
        cast(null as {{ money_total_type() }}) as compared_with,
        ends_before
    from suspicious
    where {{ condition }}
    union all
    {%- endfor %}
    {%- for issue, relation in relations.items() %}
    select
        license_id,
        customer_id,
        '{{ issue }}' as issue,
        arr,
        {{ 'compared_with' if relation in ['outsized', 'mispriced']
            else 'cast(null as ' ~ money_total_type() ~ ')' }} as compared_with,
        {{ 'ends_before' if relation == 'overlapping' else 'cast(null as date)' }} as ends_before
    from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select * from issues
