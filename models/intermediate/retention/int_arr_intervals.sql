with product_changes as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

migrations as (
    select * from {{ ref('product_retention', 'int_migrations') }}
),

-- What had moved to other products of the family by then: few products are ever migrated.
migrated as (
    select
        customer_id,
        product_id,
        month_index as from_month,
        coalesce(
            lead(month_index) over (partition by customer_id, product_id order by month_index),
            {{ open_month() }}
        ) as to_month,
        {{ running_sum('-arr_change', ['customer_id', 'product_id'], 'month_index') }}
            as migrated_out_arr
    from migrations
),

family_changes as (
    select
        product_changes.customer_id,
        products.product_family,
        product_changes.from_month,
        sum(product_changes.arr_change) as arr_change
    from product_changes
    inner join products
        on product_changes.product_id = products.product_id
    where product_changes.arr_change <> 0
    group by product_changes.customer_id, products.product_family, product_changes.from_month
)

select
    'product' as scope,
    product_changes.product_id as item,
    product_changes.customer_id,

    product_changes.from_month,
    product_changes.to_month,
    product_changes.arr,
    product_changes.quantity,
    {{ to_money('coalesce(migrated.migrated_out_arr, 0)') }} as migrated_out_arr
from product_changes
left join migrated
    on
        product_changes.customer_id = migrated.customer_id
        and product_changes.product_id = migrated.product_id
        and product_changes.from_month >= migrated.from_month
        and product_changes.from_month < migrated.to_month
union all
select
    'product_family' as scope,
    product_family as item,
    customer_id,

    from_month,
    coalesce(
        lead(from_month) over (partition by customer_id, product_family order by from_month),
        {{ open_month() }}
    ) as to_month,
    {{ to_money(running_sum('arr_change', ['customer_id', 'product_family'], 'from_month')) }}
        as arr,
    null as quantity,
    0 as migrated_out_arr
from family_changes
union all
select
    'company' as scope,
    '(all)' as item,
    customer_id,

    from_month,
    to_month,
    arr,
    null as quantity,
    0 as migrated_out_arr
from customer_changes
