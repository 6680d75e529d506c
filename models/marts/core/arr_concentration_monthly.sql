{%- set sizes = [1, 5, 10, 20] -%}

with intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope in ('company', 'product') and arr > 0
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

bridges as (
    select
        'company' as scope,
        '(all)' as product_id,
        '(all)' as product_name,
        arr_month,
        closing_arr,
        closing_customers
    from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
    union all
    select
        'product' as scope,
        product_id,
        product_name,
        arr_month,
        closing_arr,
        closing_customers
    from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

sizes as (
    {%- for size in sizes %}
    select {{ size }} as top_customers
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        intervals.scope,
        intervals.item,
        intervals.arr,
        row_number() over (
            partition by intervals.scope, intervals.item, months.month_index
            order by intervals.arr desc, intervals.customer_id asc
        ) as arr_rank,
        months.arr_month
    from intervals
    inner join months
        on
            intervals.from_month <= months.month_index
            and intervals.to_month > months.month_index
),

top_totals as (
    select
        ranked.scope,
        ranked.item,
        ranked.arr_month,
        sizes.top_customers,
        sum(ranked.arr) as top_arr
    from ranked
    inner join sizes
        on ranked.arr_rank <= sizes.top_customers
    where ranked.arr_rank <= {{ sizes | max }}
    group by ranked.scope, ranked.item, ranked.arr_month, sizes.top_customers
)

select
    bridges.arr_month,
    bridges.scope,
    bridges.product_id,
    sizes.top_customers,
    bridges.product_name,

    cast(coalesce(top_totals.top_arr, 0) as {{ money_total_type() }}) as top_arr,
    bridges.closing_arr,
    bridges.closing_customers,
    {{ safe_divide('coalesce(top_totals.top_arr, 0)', 'bridges.closing_arr') }} as arr_share
from bridges
cross join sizes
left join top_totals
    on
        bridges.scope = top_totals.scope
        and bridges.product_id = top_totals.item
        and bridges.arr_month = top_totals.arr_month
        and sizes.top_customers = top_totals.top_customers
