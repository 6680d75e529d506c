with product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0 and (arr = 0 or opening_arr = 0)
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
    where opening_arr > 0 and arr > 0
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

-- Products that a customer who stays leaves and enters in one month.
swapped as (
    select
        product_changes.customer_id,
        product_changes.product_id,
        products.product_family,
        product_changes.from_month as month_index,
        case when product_changes.arr = 0 then 'left' else 'entered' end as side,
        case
            when product_changes.arr = 0 then product_changes.opening_arr + product_changes.fx_arr
            else product_changes.arr
        end as swapped_arr
    from product_changes
    inner join customer_changes
        on
            product_changes.customer_id = customer_changes.customer_id
            and product_changes.from_month = customer_changes.from_month
    inner join products
        on product_changes.product_id = products.product_id
    where {{ 'true' if setting('migration_detection') else 'false' }}
),

{{ migration_shares('swapped', 'month_index') }}

select
    customer_id,
    product_id,
    product_family,
    case when side = 'left' then 'migration_out' else 'migration_in' end as movement_type,

    month_index,
    {{ to_money("case when side = 'left' then -1 else 1 end * shared_part") }} as arr_change
from shared
