-- In every month the parts of a discount are as much as the discount, in both currencies.
with periods as (
    select * from {{ ref('product_retention', 'int_license_periods') }}
),

parts as (
    select * from {{ ref('product_retention', 'int_discount_parts') }}
),

added_up as (
    select
        license_id,
        period_from_month,
        from_month,
        to_month,
        sum(arr) as arr,
        sum(arr_in_currency) as arr_in_currency
    from parts
    group by license_id, period_from_month, from_month, to_month
),

lengths as (
    select
        license_id,
        period_from_month,
        sum(to_month - from_month) as months
    from added_up
    group by license_id, period_from_month
)

select
    periods.license_id,
    periods.from_month,
    periods.arr,
    added_up.arr as arr_of_parts,
    periods.arr_in_currency,
    added_up.arr_in_currency as arr_in_currency_of_parts
from added_up
inner join lengths
    on
        added_up.license_id = lengths.license_id
        and added_up.period_from_month = lengths.period_from_month
inner join periods
    on
        added_up.license_id = periods.license_id
        and added_up.period_from_month = periods.from_month
where
    added_up.arr <> periods.arr
    or added_up.arr_in_currency <> periods.arr_in_currency
    or lengths.months <> periods.to_month - periods.from_month
