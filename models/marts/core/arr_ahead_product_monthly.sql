-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with months_ahead as (
    select * from {{ ref('product_retention', 'int_months_ahead') }}
),

bounds as (
    select
        min(month_index) as first_month,
        max(month_index) as last_month
    from months_ahead
),

changes as (
    select
        changes.*,
        bounds.first_month
    from {{ ref('product_retention', 'int_customer_product_arr_changes') }} as changes
    inner join bounds
        on changes.from_month <= bounds.last_month
    where changes.arr_change <> 0
),

pending as (
    select * from {{ ref('product_retention', 'int_pending_arr') }}
    where is_ahead
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

licensed_products as (
    select product_id from changes
    union all
    select product_id from pending
),

product_ids as (
    select product_id
    from licensed_products
    group by product_id
),

-- What the last month of the reporting window closes with.
openings as (
    select
        product_id,
        sum(arr_change) as arr
    from changes
    where from_month < first_month
    group by product_id
),

scheduled as (
    select
        product_id,
        from_month as month_index,
        sum(case when arr_change > 0 then arr_change else 0 end) as gain_arr,
        sum(case when arr_change < 0 then arr_change else 0 end) as loss_arr
    from changes
    group by product_id, from_month
),

filled as (
    select
        product_ids.product_id,
        months_ahead.month_index,
        coalesce(openings.arr, 0) as known_arr,
        coalesce(scheduled.gain_arr, 0) as scheduled_gain_arr,
        coalesce(scheduled.loss_arr, 0) as scheduled_loss_arr,
        coalesce(pending.pending_arr, 0) as pending_arr,
        months_ahead.arr_month
    from product_ids
    cross join months_ahead
    left join openings
        on product_ids.product_id = openings.product_id
    left join scheduled
        on
            product_ids.product_id = scheduled.product_id
            and months_ahead.month_index = scheduled.month_index
    left join pending
        on
            product_ids.product_id = pending.product_id
            and months_ahead.month_index = pending.month_index
),

totals as (
    select
        *,
        known_arr
        + {{ running_sum('scheduled_gain_arr + scheduled_loss_arr', ['product_id']) }}
            as closing_arr
    from filled
)

select
    totals.arr_month,
    totals.product_id,
    products.product_name,

    cast(
        totals.closing_arr - totals.scheduled_gain_arr - totals.scheduled_loss_arr
        as {{ money_total_type() }}
    ) as opening_arr,
    cast(totals.scheduled_gain_arr as {{ money_total_type() }}) as scheduled_gain_arr,
    cast(totals.scheduled_loss_arr as {{ money_total_type() }}) as scheduled_loss_arr,
    cast(totals.closing_arr as {{ money_total_type() }}) as closing_arr,
    cast(totals.pending_arr as {{ money_total_type() }}) as pending_arr,
    cast(totals.closing_arr + totals.pending_arr as {{ money_total_type() }}) as carr
from totals
inner join products
    on totals.product_id = products.product_id
