{%- set shown = setting('movers_per_product') | int -%}

with movements as (
    select
        *,
        case when arr_change > 0 then 'gain' else 'loss' end as direction
    from {{ ref('product_retention', 'fct_arr_movements') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by arr_month, product_id, direction
            order by
                abs(arr_change) desc,
                {{ byte_order('customer_id') }} asc,
                {{ byte_order('movement_type') }} asc
        ) as mover_rank
    from movements
),

movers as (
    select
        arr_month,
        product_id,
        direction,
        mover_rank,
        customer_id,
        movement_type,
        reason,
        lost_reason,
        arr_change,
        1 as movement_count,
        false as is_remainder
    from ranked
    where mover_rank <= {{ shown }}
    union all
    -- Nothing is lost: what is too small to be shown is one row.
    select
        arr_month,
        product_id,
        direction,
        {{ shown + 1 }} as mover_rank,
        null as customer_id,
        null as movement_type,
        null as reason,
        null as lost_reason,
        sum(arr_change) as arr_change,
        count(*) as movement_count,
        true as is_remainder
    from ranked
    where mover_rank > {{ shown }}
    group by arr_month, product_id, direction
)

select
    movers.arr_month,
    movers.product_id,
    movers.direction,
    cast(movers.mover_rank as integer) as mover_rank,
    products.product_name,
    movers.customer_id,
    case when movers.is_remainder then '(all others)' else customers.customer_name end
        as customer_name,
    movers.movement_type,
    movers.reason,
    movers.lost_reason,

    cast(movers.arr_change as {{ money_total_type() }}) as arr_change,
    cast(movers.movement_count as integer) as movement_count,

    movers.is_remainder
from movers
inner join products
    on movers.product_id = products.product_id
left join customers
    on movers.customer_id = customers.customer_id
