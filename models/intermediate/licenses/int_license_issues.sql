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

{#- A status comes to contradict its dates as time goes by, whoever has changed. -#}
{%- set looks_at_all = false -%}
{%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    {%- set all_licenses = ref('int_licenses_validated') -%}
    {%- set all_renewals = ref('int_license_renewals') -%}
    {%- set reporting_date = ref('int_reporting_date') -%}
    {%- set looks_at_all = has_complete_build() -%}
{%- endif %}

-- depends_on: {{ ref('int_backfilled_licenses') }}
with licenses as (
    select * from {{ ref('int_licenses') }}
    {{ only_changed_customers() }}
),
{% if looks_at_all %}
dated as (
    select
        validated.license_id,
        validated.customer_id,
        validated.counted_arr,
        validated.status,
        validated.status_text,
        {{ renewed_end('validated.stated_ends_before', 'renewals.renewed_on') | indent(8) }}
            as ends_before,
        reporting_date.as_of_date
    from {{ all_licenses }} as validated
    cross join {{ reporting_date }} as reporting_date
    left join {{ all_renewals }} as renewals
        on validated.license_id = renewals.license_id
    where validated.is_accepted
),
{% endif %}
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
        counted_arr,
        cast(null as {{ money_total_type() }}) as compared_with,
        ends_before
    from {{ 'dated' if looks_at_all and issue == 'status_contradicts_dates' else 'suspicious' }}
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
