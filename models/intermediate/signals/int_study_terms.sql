with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_period_values') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
),

levels as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

changes as (
    select
        customer_id,
        from_month
    from periods
    union all
    select
        customer_id,
        to_month as from_month
    from periods
    where to_month < {{ open_month() }}
    union all
    select
        customer_id,
        from_month
    from levels
),

change_months as (
    select
        customer_id,
        from_month
    from changes
    group by customer_id, from_month
),

spells as (
    select
        customer_id,
        from_month,
        coalesce(
            lead(from_month) over (partition by customer_id order by from_month),
            {{ open_month() }}
        ) as to_month
    from change_months
),

held_products as (
    select
        spells.*,
        levels.item as product_id,
        row_number() over (
            partition by spells.customer_id, spells.from_month
            order by levels.arr desc, levels.item asc
        ) as place
    from spells
    inner join levels
        on
            spells.customer_id = levels.customer_id
            and spells.from_month >= levels.from_month
            and spells.from_month < levels.to_month
),

active_licenses as (
    select
        held_products.customer_id,
        held_products.from_month,
        held_products.to_month,
        licenses.starts_on,
        licenses.stated_ends_before as ends_before,
        row_number() over (
            partition by held_products.customer_id, held_products.from_month
            order by
                periods.arr desc,
                licenses.stated_ends_before asc nulls last,
                licenses.license_id asc
        ) as place
    from held_products
    inner join periods
        on
            held_products.customer_id = periods.customer_id
            and held_products.product_id = periods.product_id
            and held_products.from_month >= periods.from_month
            and held_products.from_month < periods.to_month
    inner join licenses
        on periods.license_id = licenses.license_id
    where held_products.place = 1
),

terms as (
    select
        customer_id,
        from_month,
        to_month,
        {{ days_between('starts_on', 'ends_before') }}
            as term_days
    from active_licenses
    where place = 1
)

select
    customer_id,
    {{ term_class('term_days') }} as term_class,

    from_month,
    to_month
from terms
