{%- set of_customer = 'customer_id, from_month' -%}
{%- set so_far -%}
    sum(arr) over (
            partition by {{ of_customer }}
            order by size_rank
            rows between unbounded preceding and current row
        )
{%- endset -%}

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

proportional_shares as (
    select
        *,
        case
            when size_rank = 1 then 0 else {{ round_ratio('shared_discount', 'arr', 'shared_arr') }}
        end as smaller_share
    from bounded
),

shares as (
    select
        *,
        case
            when size_rank > 1 then smaller_share
            else shared_discount - sum(smaller_share) over (partition by {{ of_customer }})
        end as share_arr,
        {{ round_ratio('shared_discount', so_far, 'shared_arr') }}
        - {{ round_ratio('shared_discount', '(' ~ so_far ~ ' - arr)', 'shared_arr') }}
            as running_share
    from proportional_shares
),

-- In amounts of a few cents the remainder can be negative, or more than the product has. The shares
-- of running totals are neither.
checked as (
    select
        *,
        max(case when share_arr < 0 or share_arr > arr then 1 else 0 end)
            over (partition by {{ of_customer }}) as wrong_shares
    from shares
)

select
    customer_id,
    product_id,

    from_month,
    size_rank,
    {{ to_money('case when wrong_shares = 1 then running_share else share_arr end') }} as discount
from checked
