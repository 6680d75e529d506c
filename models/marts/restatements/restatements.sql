{{ config(enabled=keeps_records()) }}
with restated_arr as (
    select * from {{ ref('product_retention', 'int_restated_arr') }}
),

causes as (
    select * from {{ ref('product_retention', 'restatement_causes') }}
),

closed_months as (
    select * from {{ ref('product_retention', 'closed_months') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

first_close as (
    select
        min(arr_month) as arr_month,
        min(closed_at) as closed_at
    from closed_months
),

-- Months before the first closed one were closed with it, at 0.
all_closed_months as (
    select
        arr_month,
        closed_at
    from closed_months
    union all
    select
        months.arr_month,
        first_close.closed_at
    from months
    inner join first_close
        on months.arr_month < first_close.arr_month
),

restated_months as (
    select
        all_closed_months.arr_month,
        restated_arr.customer_id,
        restated_arr.product_id,
        restated_arr.closed_arr,
        restated_arr.current_arr,
        all_closed_months.closed_at
    from restated_arr
    inner join all_closed_months
        on
            restated_arr.from_month <= {{ month_index('all_closed_months.arr_month') }}
            and restated_arr.to_month > {{ month_index('all_closed_months.arr_month') }}
),

-- A change counts where it became known after the close and the licence covers the month.
explanations as (
    select
        restated_months.arr_month,
        restated_months.customer_id,
        restated_months.product_id,
        case when min(causes.change_type) = max(causes.change_type) then min(causes.change_type) end
            as change_type,
        {{ listed_in_order('causes.license_id', 'causes.license_id') }} as license_ids,
        {{ listed_in_order(
            "causes.license_id || ' (' || causes.what_changed || ')'", 'causes.license_id'
        ) }} as what_changed,
        count(*) as changed_licenses
    from restated_months
    inner join causes
        on
            restated_months.customer_id = causes.customer_id
            and restated_months.product_id = causes.product_id
    where
        (causes.known_from is null or causes.known_from <= restated_months.closed_at)
        and causes.known_until > restated_months.closed_at
        and (
            causes.affects_from is null
            or causes.affects_from < {{ add_months('restated_months.arr_month', 1) }}
        )
        and (causes.affects_until is null or causes.affects_until >= restated_months.arr_month)
    group by
        restated_months.arr_month, restated_months.customer_id, restated_months.product_id
)

select
    restated_months.arr_month,
    restated_months.customer_id,
    restated_months.product_id,
    case
        when explanations.changed_licenses is null then 'policy_or_rates'
        else coalesce(explanations.change_type, 'several_changes')
    end as cause,
    explanations.license_ids,
    explanations.what_changed,

    restated_months.closed_arr,
    restated_months.current_arr,
    {{ to_money('restated_months.current_arr - restated_months.closed_arr') }} as difference,
    cast(coalesce(explanations.changed_licenses, 0) as integer) as changed_licenses,

    restated_months.closed_at
from restated_months
left join explanations
    on
        restated_months.arr_month = explanations.arr_month
        and restated_months.customer_id = explanations.customer_id
        and restated_months.product_id = explanations.product_id
