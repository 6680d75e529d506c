{{ config(materialized='view') }}
{%- set included_by_default = var('end_date_is_inclusive') -%}

with licenses as (
    select * from {{ ref('int_licenses_deduplicated') }}
),

product_names as (
    select * from {{ ref('int_product_names') }}
),

products as (
    select * from {{ ref('int_catalog_products') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates') }}
),

resolved as (
    select
        licenses.*,
        coalesce(products.product_id, licenses.product_text, '(unassigned)') as product_id,
        products.product_id is not null as is_in_catalog,
        coalesce(product_names.is_alias, false) as is_alias_used,
        products.product_type,
        licenses.from_date as starts_on,
        case
            when licenses.to_date > {{ last_plausible_date() }} then null
            when licenses.to_date < {{ first_plausible_date() }} then licenses.to_date
            when coalesce(licenses.is_end_date_included, {{ included_by_default }})
                then {{ add_days('licenses.to_date', 1) }}
            else licenses.to_date
        end as stated_ends_before,
        {{ within_range('licenses.arr_amount') }} as valid_arr,
        {{ within_range('licenses.mrr_amount') }} as valid_mrr,
        {{ within_range('licenses.value_amount') }} as valid_value,
        exchange_rates.exchange_rate
    from licenses
    left join product_names
        on {{ lower_case('licenses.product_text') }} = product_names.product_text
    left join products
        on product_names.product_id = products.product_id
    left join exchange_rates
        on coalesce(licenses.currency, '{{ var("reporting_currency") }}') = exchange_rates.currency
),

measured as (
    select
        *,
        case
            when
                starts_on between {{ first_plausible_date() }} and {{ last_plausible_date() }}
                and stated_ends_before > starts_on
                then {{ month_index('stated_ends_before') }} - {{ month_index('starts_on') }}
        end as calendar_months
    from resolved
),

termed as (
    select
        *,
        case
            when length_months > 0 then 12
            when {{ add_months('starts_on', 'calendar_months') }} = stated_ends_before then 12
            when calendar_months is not null then 365.25
        end as term_numerator,
        case
            when length_months > 0 then length_months
            when {{ add_months('starts_on', 'calendar_months') }} = stated_ends_before
                then calendar_months
            when calendar_months is not null
                then {{ days_between('starts_on', 'stated_ends_before') }}
        end as term_denominator
    from measured
),

annualised as (
    select
        *,
        cast(valid_arr as {{ money_total_type() }}) as arr_from_arr,
        {{ round_ratio('valid_mrr', '12', '1') }} as arr_from_mrr,
        {% if var('value_basis') == 'arr' -%}
        cast(valid_value as {{ money_total_type() }}) as arr_from_value
        {%- elif var('value_basis') == 'mrr' -%}
        {{ round_ratio('valid_value', '12', '1') }} as arr_from_value
        {%- else -%}
        case
            when
                coalesce(is_fixed_term, stated_ends_before is not null or length_months > 0)
                then {{ round_ratio('valid_value', 'term_numerator', 'term_denominator') }}
        end as arr_from_value
        {%- endif %}
    from termed
),

converted as (
    select
        *,
        coalesce(arr_from_arr, arr_from_mrr, arr_from_value) as stated_arr,
        cast(
            {{ within_range('coalesce(arr_from_arr, arr_from_mrr, arr_from_value)') }}
            as {{ money_type() }}
        ) as arr_in_currency
    from annualised
)

select
    *,
    {{ convert_currency('arr_in_currency', 'exchange_rate') }} as converted_arr
from converted
