{%- set end_day = 'product_days.until_day' %}
{%- set sunday_before_end = add_days(end_day, '-' ~ days_since_monday(end_day) ~ ' - 1') %}

with product_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
),

weeks as (
    select * from {{ ref('product_retention', 'int_weeks') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

-- Customers in whose products something happens in one of the weeks.
changing as (
    select
        product_days.customer_id,
        weeks.week_ends_on
    from product_days
    inner join weeks
        on
            product_days.from_day >= weeks.week_starts_on
            and product_days.from_day <= weeks.week_ends_on
    group by product_days.customer_id, weeks.week_ends_on
),

-- What they had on the Sunday before, and what they have on the last.
levels as (
    select
        product_days.customer_id,
        product_days.product_id,
        weeks.week_starts_on,
        weeks.week_ends_on,
        max(
            case
                when
                    product_days.from_day <= weeks.opens_on
                    and coalesce(product_days.until_day > weeks.opens_on, true)
                    then product_days.arr
                else 0
            end
        ) as opening_arr,
        max(
            case
                when coalesce(product_days.until_day > weeks.week_ends_on, true)
                    then product_days.arr
                else 0
            end
        ) as arr,
        -- The last Sunday night with ARR, of an interval that had ended before the week began.
        max(
            case
                when
                    product_days.arr > 0
                    and product_days.until_day <= weeks.opens_on
                    and {{ sunday_before_end }} >= product_days.from_day
                    then {{ sunday_before_end }}
            end
        ) as last_held_on
    from changing
    inner join weeks
        on changing.week_ends_on = weeks.week_ends_on
    inner join product_days
        on
            changing.customer_id = product_days.customer_id
            and weeks.week_ends_on >= product_days.from_day
    group by
        product_days.customer_id, product_days.product_id,
        weeks.week_starts_on, weeks.week_ends_on
),

customers as (
    select
        *,
        sum(opening_arr) over (partition by customer_id, week_ends_on) as customer_opening_arr,
        sum(arr) over (partition by customer_id, week_ends_on) as customer_arr,
        max(last_held_on) over (partition by customer_id, week_ends_on) as customer_last_held_on
    from levels
)

select
    customers.customer_id,
    customers.product_id,
    products.product_family,

    customers.week_starts_on,
    customers.week_ends_on,
    {{ to_money('customers.opening_arr') }} as opening_arr,
    {{ to_money('customers.arr') }} as arr,
    {{ to_money('customers.customer_opening_arr') }} as customer_opening_arr,
    {{ to_money('customers.customer_arr') }} as customer_arr,

    {{ is_returning(
        month_index('customers.last_held_on'), month_index('customers.week_ends_on')
    ) }} as is_product_returning,
    {{ is_returning(
        month_index('customers.customer_last_held_on'), month_index('customers.week_ends_on')
    ) }} as is_customer_returning
from customers
inner join products
    on customers.product_id = products.product_id
where customers.opening_arr <> customers.arr
