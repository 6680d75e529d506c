{{ config(materialized='view') }}
with comparisons as (
    select * from {{ ref('int_retention_comparisons') }}
    where closing_arr <> opening_arr or fx_arr <> 0
)

select
    scope,
    item,
    customer_id,
    window_months,
    from_month,
    to_month,
    weight,
    weight * case when closing_arr > opening_arr then closing_arr - opening_arr else 0 end
        as expansion_arr,
    weight * case
        when closing_arr > 0 and closing_arr < opening_arr then opening_arr - closing_arr
        else 0
    end as contraction_arr,
    weight * case when closing_arr = 0 then opening_arr else 0 end as churned_arr,
    weight * case
        when
            closing_arr > 0 and closing_arr <> opening_arr
            and {{ units_compare('opening_quantity', 'closing_quantity') }}
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
