{%- set in_order = 'partition by scope, item, customer_id order by from_month' -%}

with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_period_values') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
),

item_periods as {{ not_materialized() }}(
    {%- for scope, item in [
        ('product', 'periods.product_id'), ('product_family', 'products.product_family'),
    ] %}
    select
        '{{ scope }}' as scope,
        {{ item }} as item,
        periods.customer_id,
        periods.license_id,
        periods.from_month,
        periods.to_month,
        periods.arr
    from periods
    inner join products
        on periods.product_id = products.product_id
    where periods.arr > 0
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

changes as (
    {%- for month in ['from_month', 'to_month'] %}
    select
        scope,
        item,
        customer_id,
        {{ month }} as from_month
    from item_periods
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

change_months as (
    select
        scope,
        item,
        customer_id,
        from_month
    from changes
    group by scope, item, customer_id, from_month
),

spells as (
    select
        *,
        lead(from_month) over ({{ in_order }}) as to_month
    from change_months
),

active_licenses as (
    select
        spells.*,
        licenses.starts_on,
        licenses.stated_ends_before,
        row_number() over (
            partition by spells.scope, spells.item, spells.customer_id, spells.from_month
            order by
                item_periods.arr desc,
                licenses.stated_ends_before asc nulls last,
                licenses.license_id asc
        ) as place
    from spells
    inner join item_periods
        on
            spells.scope = item_periods.scope
            and spells.item = item_periods.item
            and spells.customer_id = item_periods.customer_id
            and spells.from_month >= item_periods.from_month
            and spells.from_month < item_periods.to_month
    inner join licenses
        on item_periods.license_id = licenses.license_id
),

terms as (
    select
        *,
        {{ days_between('starts_on', 'stated_ends_before') }}
            as term_days
    from active_licenses
    where place = 1
)

select
    scope,
    item,
    customer_id,
    {{ term_class('term_days') }} as term_class,

    from_month,
    to_month,
    {{ month_index('stated_ends_before') }} as end_month,
    -- A licence without an end has no term.
    cast(
        case when term_days is not null then greatest(round(term_days / 30.4375, 0), 1) end
        as integer
    ) as term_months
from terms
