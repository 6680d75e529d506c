{{ config(enabled=var('known_at') is none) }}
with changes as (
    select * from {{ ref('int_customer_product_arr_changes') }}
    where arr_change <> 0
),

closable_months as (
    select * from {{ ref('int_closable_months') }}
),

newly_closed as (
    select
        arr_month,
        {{ month_index('arr_month') }} as month_index,
        as_of_date,
        loaded_at as closed_at
    from closable_months
    where arr_month > {{ last_closed_month() }}
),

first_month as (
    select min(month_index) as month_index
    from newly_closed
),

entries as (
    select
        changes.customer_id,
        changes.product_id,
        changes.arr_change,
        changes.from_month as month_index
    from changes
    inner join newly_closed
        on changes.from_month = newly_closed.month_index
    union all
    -- What was restated since the last close enters with the first month of this one.
    select
        changes.customer_id,
        changes.product_id,
        changes.arr_change,
        first_month.month_index
    from changes
    inner join first_month
        on changes.from_month < first_month.month_index
    {%- if is_incremental() %}
    union all
    select
        frozen.customer_id,
        frozen.product_id,
        -frozen.arr_change as arr_change,
        first_month.month_index
    from {{ this }} as frozen
    inner join first_month
        on first_month.month_index is not null
    {%- endif %}
)

select
    entries.customer_id,
    entries.product_id,
    {{ to_money('sum(entries.arr_change)') }} as arr_change,
    newly_closed.arr_month,
    newly_closed.as_of_date,
    newly_closed.closed_at
from entries
inner join newly_closed
    on entries.month_index = newly_closed.month_index
group by
    entries.customer_id, entries.product_id,
    newly_closed.arr_month, newly_closed.as_of_date, newly_closed.closed_at
having sum(entries.arr_change) <> 0
