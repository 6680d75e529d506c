{{ config(enabled=keeps_records()) }}
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0
),

closable_months as (
    select * from {{ ref('product_retention', 'int_closable_months') }}
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

-- What was restated since the last close enters with the first month of this one.
entries as (
    select
        changes.customer_id,
        changes.product_id,
        greatest(changes.from_month, first_month.month_index) as month_index,
        changes.arr_change
    from changes
    cross join first_month
    {%- if is_incremental() %}
    union all
    select
        closed_changes.customer_id,
        closed_changes.product_id,
        first_month.month_index,
        -closed_changes.arr_change as arr_change
    from {{ this }} as closed_changes
    cross join first_month
    {%- endif %}
)

select
    newly_closed.arr_month,
    entries.customer_id,
    entries.product_id,

    {{ to_money('sum(entries.arr_change)') }} as arr_change,

    newly_closed.as_of_date,
    newly_closed.closed_at
from entries
inner join newly_closed
    on entries.month_index = newly_closed.month_index
group by
    newly_closed.arr_month, entries.customer_id, entries.product_id,
    newly_closed.as_of_date, newly_closed.closed_at
having sum(entries.arr_change) <> 0
