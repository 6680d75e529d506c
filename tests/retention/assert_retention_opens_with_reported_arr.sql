-- A base is all the ARR that was reported at the start of its window: opening less fx_arr, what
-- exchange rates changed since. With one rate for all months that is nothing. Its customers are
-- those that the bridge closes with; of families there is no bridge.
with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

company_bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

product_bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

reported as (
    select
        'company' as entity_type,
        '(all)' as entity,
        arr_month,
        closing_arr,
        closing_customers
    from company_bridge
    union all
    select
        'product' as entity_type,
        product_id as entity,
        arr_month,
        closing_arr,
        closing_customers
    from product_bridge
    union all
    select
        'family' as entity_type,
        products.product_family as entity,
        product_bridge.arr_month,
        sum(product_bridge.closing_arr) as closing_arr,
        cast(null as integer) as closing_customers
    from product_bridge
    inner join products
        on product_bridge.product_id = products.product_id
    group by products.product_family, product_bridge.arr_month
),

reported_months as (
    select
        reported.*,
        months.month_index
    from reported
    inner join months
        on reported.arr_month = months.arr_month
),

retention as (
    select
        'company' as entity_type,
        '(all)' as entity,
        arr_month,
        window_months,
        opening_arr,
        fx_arr,
        opening_customers
    from {{ ref('product_retention', 'retention_company_monthly') }}
    union all
    select
        'product' as entity_type,
        product_id as entity,
        arr_month,
        window_months,
        opening_arr,
        fx_arr,
        opening_customers
    from {{ ref('product_retention', 'retention_product_monthly') }}
    union all
    select
        'family' as entity_type,
        product_family as entity,
        arr_month,
        window_months,
        opening_arr,
        fx_arr,
        opening_customers
    from {{ ref('product_retention', 'retention_product_family_monthly') }}
)

select
    retention.*,
    retention.opening_arr - retention.fx_arr - coalesce(reported_months.closing_arr, 0)
        as difference,
    reported_months.closing_customers
from retention
inner join months
    on retention.arr_month = months.arr_month
left join reported_months
    on
        retention.entity_type = reported_months.entity_type
        and retention.entity = reported_months.entity
        and months.month_index - retention.window_months = reported_months.month_index
where
    retention.opening_arr - retention.fx_arr <> coalesce(reported_months.closing_arr, 0)
    or (
        retention.entity_type <> 'family'
        and retention.opening_customers <> coalesce(reported_months.closing_customers, 0)
    )
    {%- if setting('fx_mode') == 'constant' %}
    or retention.fx_arr <> 0
    {%- endif %}
