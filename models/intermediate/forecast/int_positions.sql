{%- set in_order = 'partition by scope, item, customer_id order by from_month' -%}

with levels as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope in ('product', 'product_family') and arr > 0
),

main_licenses as (
    select * from {{ ref('product_retention', 'int_main_licenses') }}
),

item_positions as {{ not_materialized() }}(
    select
        levels.scope,
        levels.item,
        levels.customer_id,
        main_licenses.term_class,
        greatest(levels.from_month, main_licenses.from_month) as from_month,
        least(levels.to_month, main_licenses.to_month) as to_month,
        main_licenses.end_month,
        main_licenses.term_months,
        levels.arr
    from levels
    inner join main_licenses
        on
            levels.scope = main_licenses.scope
            and levels.item = main_licenses.item
            and levels.customer_id = main_licenses.customer_id
            and levels.from_month < main_licenses.to_month
            and levels.to_month > main_licenses.from_month
),

family_positions as {{ not_materialized() }}(
    select * from item_positions
    where scope = 'product_family'
),

changes as (
    {%- for month in ['from_month', 'to_month'] %}
    select
        customer_id,
        {{ month }} as from_month
    from family_positions
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
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
        *,
        lead(from_month) over (partition by customer_id order by from_month) as to_month
    from change_months
),

-- A customer stands with its largest family.
customer_positions as (
    select
        'company' as scope,
        '(all)' as item,
        spells.customer_id,
        family_positions.term_class,
        spells.from_month,
        spells.to_month,
        family_positions.end_month,
        family_positions.term_months,
        sum(family_positions.arr) over (partition by spells.customer_id, spells.from_month) as arr,
        row_number() over (
            partition by spells.customer_id, spells.from_month
            order by family_positions.arr desc, family_positions.item asc
        ) as place
    from spells
    inner join family_positions
        on
            spells.customer_id = family_positions.customer_id
            and spells.from_month >= family_positions.from_month
            and spells.from_month < family_positions.to_month
),

positions as (
    select *
    from item_positions
    union all
    select
        scope,
        item,
        customer_id,
        term_class,
        from_month,
        to_month,
        end_month,
        term_months,
        arr
    from customer_positions
    where place = 1
)

select
    scope,
    item,
    customer_id,
    term_class,

    from_month,
    to_month,
    end_month,
    term_months,
    {{ to_money('arr') }} as arr,
    {{ to_money(
        'case when lead(from_month) over (' ~ in_order ~ ') = to_month'
        ~ ' then lead(arr) over (' ~ in_order ~ ') else 0 end'
    ) }} as next_arr
from positions
