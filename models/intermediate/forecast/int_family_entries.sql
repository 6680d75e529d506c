with positions as (
    select * from {{ ref('product_retention', 'int_positions') }}
    where scope in ('product_family', 'company')
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

families as (
    select
        *,
        lag(to_month) over (partition by item, customer_id order by from_month) as previous_to_month
    from positions
    where scope = 'product_family'
),

entries as (
    select * from families
    where previous_to_month is null or previous_to_month < from_month
),

customers as (
    select * from positions
    where scope = 'company'
),

-- A family that comes back late counts, so that it makes up for its own loss.
entries_of_customers as (
    select
        entries.item as product_family,
        entries.customer_id,
        entries.from_month as month_index,
        entries.arr
    from entries
    inner join reporting_window
        on entries.from_month <= reporting_window.last_month_index
    inner join customers
        on
            entries.customer_id = customers.customer_id
            and entries.from_month > customers.from_month
            and entries.from_month - {{ setting('lapse_months') }} <= customers.to_month
    group by entries.item, entries.customer_id, entries.from_month, entries.arr
)

select
    month_index,
    count(*) as entries,
    cast(sum(arr) as {{ money_total_type() }}) as entering_arr
from entries_of_customers
group by month_index
