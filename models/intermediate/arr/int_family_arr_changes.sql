{{ config(**by_customer()) }}
with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where arr_change <> 0 {{ only_changed_customers(word='and') }}
),

products as (
    select * from {{ ref('int_products') }}
),

family_changes as (
    select
        pair_changes.customer_id,
        products.product_family,
        pair_changes.month_index,
        sum(pair_changes.arr_change) as arr_change
    from pair_changes
    inner join products
        on pair_changes.product_id = products.product_id
    group by pair_changes.customer_id, products.product_family, pair_changes.month_index
)

select
    customer_id,
    product_family,

    month_index,
    lead(month_index) over (
        partition by customer_id, product_family order by month_index
    ) as until_month_index,
    {{ money('arr_change') }} as arr_change,
    {{ money(running_sum('arr_change', ['customer_id', 'product_family'])) }} as arr
from family_changes
