with restated as (
    select * from {{ ref('int_restated_arr') }}
),

causes as (
    select * from {{ ref('restatement_causes') }}
),

closed_months as (
    select * from {{ ref('closed_months') }}
),

months as (
    select * from {{ ref('int_reported_months') }}
),

first_close as (
    select
        min(arr_month) as arr_month,
        min(closed_at) as closed_at
    from closed_months
),

-- Months before the first that was reported at the first close were closed with it, at 0.
closed as (
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
        restated.customer_id,
        restated.product_id,
        restated.closed_arr,
        restated.current_arr,
        closed.arr_month,
        closed.closed_at
    from restated
    inner join closed
        on
            restated.month_index <= {{ month_index('closed.arr_month') }}
            and restated.until_month_index > {{ month_index('closed.arr_month') }}
),

-- A change counts where it became known after the close and the licence covers the month.
explained as (
    select
        restated_months.*,
        causes.license_id,
        causes.change_type,
        case
            when causes.license_id is not null
                then concat(causes.license_id, ' (', causes.what_changed, ')')
        end as change_words
    from restated_months
    left join causes
        on
            restated_months.customer_id = causes.customer_id
            and restated_months.product_id = causes.product_id
            and (causes.known_from is null or restated_months.closed_at >= causes.known_from)
            and restated_months.closed_at < causes.known_until
            and (
                causes.affects_from is null
                or causes.affects_from < {{ add_months('restated_months.arr_month', 1) }}
            )
            and (
                causes.affects_until is null
                or restated_months.arr_month <= causes.affects_until
            )
)

select
    customer_id,
    product_id,
    case
        when count(license_id) = 0 then 'policy_or_rates'
        when min(change_type) = max(change_type) then min(change_type)
        else 'several_changes'
    end as cause,
    {{ dbt.listagg('license_id', "', '", 'order by license_id') }} as license_ids,
    {{ dbt.listagg('change_words', "', '", 'order by license_id') }} as what_changed,

    closed_arr,
    current_arr,
    {{ money('current_arr - closed_arr') }} as difference,
    cast(count(license_id) as integer) as changed_licenses,

    arr_month,
    closed_at
from explained
group by customer_id, product_id, closed_arr, current_arr, arr_month, closed_at
