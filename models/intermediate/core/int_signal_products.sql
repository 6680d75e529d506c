with products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

first_months as (
    select
        product_id,
        min(month_index) as first_month_index
    from {{ ref('product_retention', 'int_product_months') }}
    group by product_id
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

products_in_use as (
    select
        products.*,
        first_months.first_month_index
    from products
    inner join first_months
        on products.product_id = first_months.product_id
),

stated_families as (
    select product_family
    from products
    where product_role = 'primary'
    group by product_family
),

stated as (
    select count(*) as primary_products
    from products_in_use
    where product_role = 'primary'
),

held as (
    select
        intervals.item as product_id,
        count(*) as customers,
        sum(intervals.arr) as arr
    from intervals
    inner join reporting_window
        on
            intervals.from_month <= reporting_window.last_month_index
            and intervals.to_month > reporting_window.last_month_index
    where intervals.item <> '(unassigned)'
    group by intervals.item
),

-- Where no product says that it is the core, most customers do.
most_held as (
    select
        products.product_family,
        row_number() over (
            order by held.customers desc, held.arr desc, held.product_id asc
        ) as place
    from held
    inner join products
        on held.product_id = products.product_id
),

core_families as (
    select stated_families.product_family
    from stated_families
    cross join stated
    where stated.primary_products > 0
    union all
    select most_held.product_family
    from most_held
    cross join stated
    where stated.primary_products = 0 and most_held.place = 1
)

select
    products_in_use.product_id,
    products_in_use.product_name,
    products_in_use.product_family,

    products_in_use.first_month_index,

    core_families.product_family is not null as is_core,
    core_families.product_family is null and products_in_use.product_id <> '(unassigned)'
        as is_secondary,
    stated.primary_products = 0 as core_is_inferred,

    products_in_use.launched_on
from products_in_use
cross join stated
left join core_families
    on products_in_use.product_family = core_families.product_family
