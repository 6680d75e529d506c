{%- set of_customer = 'customer_id, from_month' -%}

with periods as (
    select * from {{ ref('product_retention', 'int_discounted_periods') }}
),

discounts as (
    select
        customer_id,
        from_month,
        -sum(arr) as discount
    from periods
    where is_discount
    group by customer_id, from_month
),

products as (
    select
        customer_id,
        product_id,
        from_month,
        {{ to_money('sum(arr)') }} as arr
    from periods
    where not is_discount
    group by customer_id, product_id, from_month
    having sum(arr) > 0
),

ranked as (
    select
        products.*,
        discounts.discount,
        sum(products.arr) over (
            partition by products.customer_id, products.from_month
        ) as total_arr,
        row_number() over (
            partition by products.customer_id, products.from_month
            order by products.arr desc, products.product_id asc
        ) as size_rank
    from products
    inner join discounts
        on
            products.customer_id = discounts.customer_id
            and products.from_month = discounts.from_month
),

-- A discount of more than there is leaves nothing.
bounded as (
    select
        *,
        {{ to_money('least(discount, total_arr)') }} as shared_discount,
        {{ to_money('total_arr') }} as shared_arr
    from ranked
),

{{ cent_shares('bounded', 'shared_discount', 'arr', 'shared_arr', of_customer) }}

select
    customer_id,
    product_id,

    from_month,
    size_rank,
    {{ to_money('shared_part') }} as discount
from shared
