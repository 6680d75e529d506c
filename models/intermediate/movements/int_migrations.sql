{%- set family_month = 'customer_id, product_family, month_index' -%}
{%- set side = family_month ~ ', side' -%}
{%- set running_total = 'sum(swapped_arr) over (partition by ' ~ side
    ~ ' order by size_rank rows between unbounded preceding and current row)' -%}

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

ranked as (
    select
        *,
        sum(case when side = 'left' then swapped_arr else 0 end)
            over (partition by {{ family_month }}) as left_arr,
        sum(case when side = 'entered' then swapped_arr else 0 end)
            over (partition by {{ family_month }}) as entered_arr,
        row_number() over (
            partition by {{ side }} order by swapped_arr desc, product_id asc
        ) as size_rank
    from swapped
    where swapped_arr > 0
),

migrated as (
    select
        *,
        {{ to_money('least(left_arr, entered_arr)') }} as migrated_arr,
        {{ to_money("case when side = 'left' then left_arr else entered_arr end") }} as side_arr
    from ranked
    where left_arr > 0 and entered_arr > 0
),

proportional_shares as (
    select
        *,
        case
            when size_rank = 1 then 0
            else {{ round_ratio('migrated_arr', 'swapped_arr', 'side_arr') }}
        end as smaller_share
    from migrated
),

shares as (
    select
        *,
        case
            when size_rank > 1 then smaller_share
            else migrated_arr - sum(smaller_share) over (partition by {{ side }})
        end as share_arr,
        {{ round_ratio('migrated_arr', running_total, 'side_arr') }}
        - {{ round_ratio('migrated_arr', '(' ~ running_total ~ ' - swapped_arr)', 'side_arr') }}
            as running_share
    from proportional_shares
),

-- In amounts of a few cents the remainder can be negative, or more than the product has. The shares
-- of running totals are neither.
checked as (
    select
        *,
        max(case when share_arr < 0 or share_arr > swapped_arr then 1 else 0 end)
            over (partition by {{ side }}) as wrong_shares
    from shares
)

select
    customer_id,
    product_id,
    product_family,
    case when side = 'left' then 'migration_out' else 'migration_in' end as movement_type,

    month_index,
    {{ to_money(
        "case when side = 'left' then -1 else 1 end"
        ~ " * case when wrong_shares = 1 then running_share else share_arr end"
    ) }} as arr_change
from checked
