{{ config(materialized='view') }}
with comparisons as (
    select * from {{ ref('int_retention_comparisons') }}
    where closing_arr <> opening_arr or fx_arr <> 0
),

products as (
    select * from {{ ref('int_products') }}
),

movements as (
    select
        scope,
        item,
        customer_id,
        window_months,
        from_month,
        to_month,
        weight * case when closing_arr > opening_arr then closing_arr - opening_arr else 0 end
            as expansion_arr,
        weight * case
            when closing_arr > 0 and closing_arr < opening_arr then opening_arr - closing_arr
            else 0
        end as contraction_arr,
        weight * case when closing_arr = 0 then opening_arr else 0 end as churned_arr,
        weight * case
            when closing_arr > 0 and {{ units_compare('opening_quantity', 'closing_quantity') }}
                then
                    closing_arr - opening_arr
                    - {{ volume_part('opening_arr', 'opening_quantity', 'closing_quantity') }}
            else 0
        end as price_arr,
        weight * fx_arr as fx_arr,
        weight * case
            when closing_arr < opening_arr and migrated_out_arr > 0
                then least(opening_arr - closing_arr, migrated_out_arr)
            else 0
        end as migrated_out_arr,
        weight * case when closing_arr = 0 then 1 else 0 end as churned_customers
    from comparisons
),

product_prices as (
    select
        movements.*,
        products.product_family
    from movements
    inner join products
        on movements.item = products.product_id
    where movements.scope = 'product' and movements.price_arr <> 0
)

select * from movements
-- Units of different products do not add up: the price part of a company is that of its products.
{%- for scope, item in [('product_family', 'product_family'), ('company', "'(all)'")] %}
union all
select
    '{{ scope }}' as scope,
    {{ item }} as item,
    customer_id,
    window_months,
    from_month,
    to_month,
    0 as expansion_arr,
    0 as contraction_arr,
    0 as churned_arr,
    price_arr,
    0 as fx_arr,
    0 as migrated_out_arr,
    0 as churned_customers
from product_prices
{%- endfor %}
