{{ config(materialized='view') }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_dated') }}
),

product_names as (
    select * from {{ ref('product_retention', 'int_product_names') }}
),

products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

exchange_rates as (
    select * from {{ ref('product_retention', 'int_exchange_rates') }}
),

resolved as (
    select
        licenses.*,
        coalesce(product_names.product_id, licenses.product_text, '(unassigned)') as product_id,
        products.product_type,
        exchange_rates.exchange_rate,
        products.product_id is not null as is_in_catalog,
        coalesce(product_names.is_alias, false) as is_alias_used
    from licenses
    left join product_names
        on licenses.product_text = product_names.product_text
    left join products
        on product_names.product_id = products.product_id
    left join exchange_rates
        on
            coalesce(licenses.currency, '{{ setting("reporting_currency") }}')
            = exchange_rates.currency
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
            {%- if setting('value_basis') == 'arr' %}
            else cast(value_amount as {{ money_total_type() }})
            {%- elif setting('value_basis') == 'mrr' %}
            else {{ round_ratio('value_amount', '12', '1') }}
            {%- else %}
            when total_days is null or total_days < {{ shortest_term_days() }} then null
            when term_months is not null
                then {{ round_ratio('value_amount', '12', 'term_months') }}
            else {{ round_ratio('value_amount', setting('days_in_year'), 'term_days') }}
            {%- endif %}
        end as {{ money_total_type() }}) as arr_from_value
    from resolved
),

-- An amount of 0 gives way to one that is not 0, or that would not be if its term were known.
chosen as (
    select
        *,
        coalesce(
            nullif(arr_from_arr, 0),
            nullif(arr_from_mrr, 0),
            arr_from_value,
            case
                when coalesce({{ within_range('value_amount') }}, 0) = 0
                    then coalesce(arr_from_arr, arr_from_mrr)
            end
        ) as stated_arr
    from annualised
),

in_currency as (
    select
        *,
        cast({{ within_range('stated_arr') }} as {{ money_type() }}) as arr_in_currency
    from chosen
)

select
    *,
    {{ to_money(within_range(convert_currency('arr_in_currency', 'exchange_rate'))) }} as arr,
    coalesce(
        arr_in_currency,
        cast(coalesce(stated_arr, {{ within_range('value_amount') }}, 0) as {{ money_type() }})
    ) as raw_amount
from in_currency
