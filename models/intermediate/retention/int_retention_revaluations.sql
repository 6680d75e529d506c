with revaluations as (
    select * from {{ ref('product_retention', 'int_revaluations') }}
),

openings as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

-- Exchange rates cannot take more than what the window opened with.
product_revaluations as (
    select
        revaluations.customer_id,
        revaluations.product_id,
        products.product_family,
        revaluations.window_months,
        revaluations.month_index,
        greatest(revaluations.fx_arr, -openings.arr) as fx_arr
    from revaluations
    inner join openings
        on
            revaluations.customer_id = openings.customer_id
            and revaluations.product_id = openings.item
            and revaluations.month_index - revaluations.window_months >= openings.from_month
            and revaluations.month_index - revaluations.window_months < openings.to_month
    inner join products
        on revaluations.product_id = products.product_id
)
{% for scope, item in [
    ('product', 'product_id'), ('product_family', 'product_family'), ('company', "'(all)'"),
] %}
select
    '{{ scope }}' as scope,
    {{ item }} as item,
    customer_id,

    window_months,
    month_index,
    {{ to_money('sum(fx_arr)') }} as fx_arr
from product_revaluations
group by {{ item ~ ', ' if scope != 'company' }}customer_id, window_months, month_index
{{- '\nunion all' if not loop.last }}
{%- endfor %}
