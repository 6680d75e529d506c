-- Most licences end without a word.
with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_periods') }}
    where lost_reason is not null or is_cancelled
),

-- Most licences that end are followed by one with as much ARR: nobody asks why they ended.
losses as (
    select
        customer_id,
        product_id,
        from_month as month_index
    from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr < opening_arr + fx_arr
),

-- A licence ends with the last of its periods, not where its grace or its extension begins.
continued as (
    select license_id
    from periods
    where is_grace or is_extended
),

license_ends as (
    select
        periods.license_id,
        periods.customer_id,
        periods.product_id,
        periods.lost_reason,
        periods.is_cancelled,
        periods.arr,
        losses.month_index
    from periods
    inner join losses
        on
            periods.customer_id = losses.customer_id
            and periods.product_id = losses.product_id
            and periods.to_month = losses.month_index
    left join continued
        on periods.license_id = continued.license_id
    where periods.is_grace or continued.license_id is null
),

ranked as (
    select
        *,
        max(case when is_cancelled then 1 else 0 end) over (
            partition by customer_id, product_id, month_index
        ) as cancelled_ends,
        row_number() over (
            partition by customer_id, product_id, month_index
            order by case when lost_reason is null then 1 else 0 end, arr desc, license_id asc
        ) as reason_rank
    from license_ends
)

select
    customer_id,
    product_id,
    lost_reason,

    month_index,

    cancelled_ends > 0 as is_cancelled
from ranked
where reason_rank = 1
