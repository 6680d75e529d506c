{{ config(materialized='view') }}
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
        products.product_type,
        exchange_rates.exchange_rate,
        products.product_id is not null as is_in_catalog,
        coalesce(product_names.is_alias, false) as is_alias_used,
        licenses.from_date as starts_on,
        case
            when licenses.to_date > {{ last_plausible_date() }} then null
            when licenses.to_date < {{ first_plausible_date() }} then licenses.to_date
            when coalesce(licenses.is_end_date_included, {{ var('end_date_is_inclusive') }})
                then {{ add_days('licenses.to_date', 1) }}
            else licenses.to_date
        end as stated_ends_before
    from licenses
    left join product_names
        on {{ lower_case('licenses.product_text') }} = product_names.product_text
    left join products
        on product_names.product_id = products.product_id
    left join exchange_rates
        on coalesce(licenses.currency, '{{ var("reporting_currency") }}') = exchange_rates.currency
),

dated as (
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

-- The stated length counts first, then the months from start to end where they are whole.
measured as (
    select
        *,
        case
            when length_months > 0 then length_months
            when {{ add_months('starts_on', 'calendar_months') }} = stated_ends_before
                then calendar_months
        end as term_months
    from dated
),

annualised as (
    select
        *,
        cast({{ within_range('arr_amount') }} as {{ money_total_type() }}) as arr_from_arr,
        cast(case
            when abs(mrr_amount) < {{ largest_amount() }}
                then {{ round_ratio('mrr_amount', '12', '1') }}
        end as {{ money_total_type() }}) as arr_from_mrr,
        cast(case
            when abs(value_amount) >= {{ largest_amount() }} then null
            {%- if var('value_basis') == 'arr' %}
            else cast(value_amount as {{ money_total_type() }})
            {%- elif var('value_basis') == 'mrr' %}
            else {{ round_ratio('value_amount', '12', '1') }}
            {%- else %}
            -- A total says what a year costs only where the term is fixed.
            when
                not coalesce(
                    is_fixed_term, term_months is not null or stated_ends_before is not null
                )
                then null
            when term_months is not null
                then {{ round_ratio('value_amount', '12', 'term_months') }}
            when calendar_months is not null
                then {{ round_ratio(
                    'value_amount', '365.25', days_between('starts_on', 'stated_ends_before')
                ) }}
            {%- endif %}
        end as {{ money_total_type() }}) as arr_from_value
    from measured
),

in_currency as (
    select
        *,
        cast(
            {{ within_range('coalesce(arr_from_arr, arr_from_mrr, arr_from_value)') }}
            as {{ money_type() }}
        ) as arr_in_currency
    from annualised
)

select
    *,
    {{ to_money(within_range(convert_currency('arr_in_currency', 'exchange_rate'))) }} as arr,
    coalesce(
        arr_in_currency,
        cast(
            coalesce(arr_from_arr, arr_from_mrr, {{ within_range('value_amount') }}, 0)
            as {{ money_type() }}
        )
    ) as raw_amount
from in_currency
