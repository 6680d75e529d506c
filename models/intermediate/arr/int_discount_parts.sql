with periods as (
    select * from {{ ref('product_retention', 'int_discounted_periods') }}
    where is_discount
),

shares as (
    select * from {{ ref('product_retention', 'int_discount_shares') }}
    where discount > 0
),

-- The discounts of a customer one behind the other, and the shares of its products one behind the
-- other: where they lie side by side, a discount reduces a product.
discounts as (
    select
        *,
        -arr as discount,
        -sum(arr) over (
            partition by customer_id, from_month
            order by license_id
            rows between unbounded preceding and current row
        ) as until_amount
    from periods
),

products as (
    select
        customer_id,
        product_id,
        from_month,
        discount,
        sum(discount) over (
            partition by customer_id, from_month
            order by size_rank
            rows between unbounded preceding and current row
        ) as until_amount
    from shares
),

reductions as (
    select
        customer_id,
        from_month,
        sum(discount) as discount
    from shares
    group by customer_id, from_month
),

-- What is left of a discount stays on its own line.
parts as (
    select
        discounts.*,
        products.product_id as reduced_product_id,
        greatest(
            products.until_amount - products.discount,
            discounts.until_amount - discounts.discount
        ) as part_from,
        least(products.until_amount, discounts.until_amount) as part_until
    from discounts
    inner join products
        on
            discounts.customer_id = products.customer_id
            and discounts.from_month = products.from_month
            and discounts.until_amount > products.until_amount - products.discount
            and products.until_amount > discounts.until_amount - discounts.discount
    union all
    select
        discounts.*,
        discounts.product_id as reduced_product_id,
        greatest(coalesce(reductions.discount, 0), discounts.until_amount - discounts.discount)
            as part_from,
        discounts.until_amount as part_until
    from discounts
    left join reductions
        on
            discounts.customer_id = reductions.customer_id
            and discounts.from_month = reductions.from_month
    where discounts.until_amount > coalesce(reductions.discount, 0)
),

within_discount as (
    select
        *,
        part_from - (until_amount - discount) as before_part,
        part_until - (until_amount - discount) as up_to_part
    from parts
)

select
    license_id,
    customer_id,
    reduced_product_id as product_id,

    from_month,
    to_month,
    period_from_month,
    {{ to_money('before_part - up_to_part') }} as arr,
    {{ to_money(
        round_ratio('arr_in_currency', 'up_to_part', 'discount') ~ ' - '
        ~ round_ratio('arr_in_currency', 'before_part', 'discount')
    ) }} as arr_in_currency,

    reduced_product_id = product_id as is_own_line
from within_discount
