{{ config(**by_customer(pre_hooks=["{{ delete_months_to_come() }}"])) }}
with changes as (
    select * from {{ ref('int_arr_changes') }}
),

months as (
    select * from {{ ref('int_months') }}
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

runs as (
    select
        changes.*,
        case
            when changes.until_month_index <= reporting_window.last_month_index
                then changes.until_month_index - 1
            when changes.arr = 0 and changes.negative_arr = 0 then changes.month_index
            else reporting_window.last_month_index
        end as final_month_index
    from changes
    inner join reporting_window
        on changes.month_index <= reporting_window.last_month_index
),

-- Most runs are in the table already, and reach no month that is not.
rebuilt_runs as (
    select * from runs
    {{ only_changed_customers() }} {{ or_is_new_month('final_month_index') }}
)

select
    runs.customer_id,
    runs.product_id,

    runs.arr,
    case
        when months.month_index = runs.month_index then runs.opening_arr else runs.arr
    end as opening_arr,
    runs.negative_arr,
    cast(runs.quantity as {{ amount_type() }}) as quantity,

    runs.is_grace,
    runs.is_extended,

    months.arr_month
from rebuilt_runs as runs
inner join months
    on
        runs.month_index <= months.month_index
        and runs.final_month_index >= months.month_index
{{ only_changed_customers('runs.customer_id') }} {{ or_is_new_month('months.month_index') }}
