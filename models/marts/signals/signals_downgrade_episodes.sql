with cuts as (
    select * from {{ ref('product_retention', 'int_downgrade_cuts') }}
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'product' and window_months = 1
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

cut_months as (
    select
        customer_id,
        month_index,
        lag(month_index) over (partition by customer_id order by month_index)
            as previous_cut_month_index
    from cuts
    group by customer_id, month_index
),

-- A cut of a customer with one product is no episode, but it is no quiet time either.
starts as (
    select * from cut_months
    where
        previous_cut_month_index is null
        or month_index - previous_cut_month_index > {{ signal_threshold('quiet_months') }}
),

held as (
    select
        starts.customer_id,
        starts.month_index,
        intervals.item as product_id,
        intervals.arr + coalesce(revaluations.fx_arr, 0) as opening_arr,
        cuts.cut_arr,
        count(*) over (partition by starts.customer_id, starts.month_index) as products_held,
        count(cuts.product_id) over (partition by starts.customer_id, starts.month_index)
            as products_cut
    from starts
    inner join intervals
        on
            starts.customer_id = intervals.customer_id
            and starts.month_index - 1 >= intervals.from_month
            and starts.month_index - 1 < intervals.to_month
    left join revaluations
        on
            starts.customer_id = revaluations.customer_id
            and intervals.item = revaluations.item
            and starts.month_index = revaluations.month_index
    left join cuts
        on
            starts.customer_id = cuts.customer_id
            and intervals.item = cuts.product_id
            and starts.month_index = cuts.month_index
)

select
    months.arr_month,
    held.customer_id,
    held.product_id,
    products.product_name,
    products.product_family,

    {{ to_money('held.opening_arr') }} as opening_arr,
    {{ to_money('coalesce(held.cut_arr, 0)') }} as cut_arr,
    cast(held.products_held as integer) as products_held,
    cast(held.products_cut as integer) as products_cut,
    {{ safe_divide('held.products_cut', 'held.products_held') }} as expected_first_cut,

    held.cut_arr is not null as is_cut,
    held.month_index + {{ setting('lapse_months') }} <= reporting_window.last_month_index
        as is_settled
from held
cross join reporting_window
inner join months
    on held.month_index = months.month_index
inner join products
    on held.product_id = products.product_id
where held.products_held >= 2
