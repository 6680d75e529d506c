with comparisons as (
    select * from {{ ref('product_retention', 'int_retention_comparisons') }}
    where scope = 'company'
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

last_month as (
    select max(month_index) as month_index
    from months
),

recent_months as (
    select months.*
    from months
    inner join last_month
        on months.month_index > last_month.month_index - {{ setting('customer_retention_months') }}
),

-- Where exchange rates move the opening a month has several comparisons, of different weight.
totals as (
    select
        recent_months.arr_month,
        comparisons.window_months,
        comparisons.customer_id,
        cast(
            sum(comparisons.weight * comparisons.opening_arr) as {{ money_total_type() }}
        ) as opening_arr,
        cast(
            sum(comparisons.weight * comparisons.expansion_arr) as {{ money_total_type() }}
        ) as expansion_arr,
        cast(
            sum(comparisons.weight * comparisons.contraction_arr) as {{ money_total_type() }}
        ) as contraction_arr,
        cast(
            sum(comparisons.weight * comparisons.churned_arr) as {{ money_total_type() }}
        ) as churned_arr,
        cast(
            sum(comparisons.weight * comparisons.closing_arr) as {{ money_total_type() }}
        ) as closing_arr
    from comparisons
    inner join recent_months
        on
            comparisons.from_month <= recent_months.month_index
            and comparisons.to_month > recent_months.month_index
    group by recent_months.arr_month, comparisons.window_months, comparisons.customer_id
)

select
    totals.arr_month,
    totals.window_months,
    totals.customer_id,
    customers.customer_name,

    totals.opening_arr,
    totals.expansion_arr,
    totals.contraction_arr,
    totals.churned_arr,
    totals.closing_arr,
    {{ nrr(
        'totals.opening_arr', 'totals.expansion_arr', 'totals.contraction_arr',
        'totals.churned_arr'
    ) }} as nrr,
    {{ grr('totals.opening_arr', 'totals.contraction_arr', 'totals.churned_arr') }} as grr,

    totals.closing_arr = 0 as is_churned
from totals
inner join customers
    on totals.customer_id = customers.customer_id
