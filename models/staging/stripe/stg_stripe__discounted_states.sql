{{ config(enabled=uses_source('stripe')) }}
{%- set most_percents = 3 %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_stripe__priced_states') }}
),

summed as (
    select * from {{ ref('product_retention', 'stg_stripe__state_discounts') }}
),

-- Per invoice: the discounts of the item first, percent before amount, then those of the subscription.
reduced as (
    select
        pieces.*,
        summed.subscription_amount_off,
        coalesce(summed.ignored_discounts, 0) = 1 as has_ignored_discount,
        {%- for level in ['item', 'subscription'] %}
        {%- for rank in range(1, most_percents + 1) %}
        {{ 'cast(' if rank == 1 }}
        {{- '* ' if rank > 1 }}(1 - coalesce(summed.{{ level }}_percent_{{ rank }}, 0) * 0.01)
        {%- endfor %} as decimal(12, 10)) as {{ level }}_factor,
        {%- endfor %}
        coalesce(summed.item_amount_off, 0) as item_amount_off
    from pieces
    left join summed
        on
            pieces.source_connection = summed.source_connection
            and pieces.item_id = summed.item_id
            and pieces.valid_from = summed.valid_from
),

netted as (
    select
        *,
        cast(period_units * item_factor - item_amount_off as decimal(28, 8)) as item_units
    from reduced
),

annualised as (
    select
        *,
        {{ to_year(
            'case when item_units > 0 then cast(item_units * subscription_factor as decimal(28, 8))
            when item_units <= 0 then 0 end',
            'times_a_year', '(interval_count * minor_units)'
        ) | indent(8) }} as arr_before_amount,
        {{ to_year(
            'subscription_amount_off', 'times_a_year', '(interval_count * minor_units)'
        ) | indent(8) }}
            as arr_off
    from netted
),

shared as (
    select
        *,
        sum(arr_before_amount) over (
            partition by source_connection, subscription_id, valid_from
        ) as subscription_arr,
        row_number() over (
            partition by source_connection, subscription_id, valid_from
            order by arr_before_amount desc nulls last, item_id asc
        ) as item_rank
    from annualised
),

parts as (
    select
        *,
        case when arr_off >= subscription_arr then subscription_arr else arr_off end as shared_off,
        {{ round_ratio(
            'case when arr_off >= subscription_arr then subscription_arr else arr_off end',
            'arr_before_amount', 'subscription_arr'
        ) | indent(8) }} as part_off
    from shared
)

-- What rounding leaves of the amount goes to the largest item.
select
    source_connection, subscription_id, item_id, product_id, currency, usage_type, billing_scheme,
    price_type, unit_amount, quantity, is_trial, is_unpaid,
    case
        when has_ignored_discount then coalesce(issue || ', ', '') || 'line_amount_differs'
        else issue
    end as issue,
    valid_from, valid_to,
    arr_before_amount - coalesce(
        part_off + case
            when item_rank = 1
                then shared_off - sum(part_off) over (
                    partition by source_connection, subscription_id, valid_from
                )
            else 0
        end, 0
    ) as arr
from parts
