{%- set times = 100 -%}
{%- set least_arr = 10000 -%}

with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted and arr > 0
),

ranked as (
    select
        license_id,
        customer_id,
        arr,
        row_number() over (
            partition by customer_id order by arr desc, license_id asc
        ) as arr_rank,
        lead(arr) over (
            partition by customer_id order by arr desc, license_id asc
        ) as next_largest_arr
    from licenses
)

select
    license_id,
    customer_id,

    arr,
    cast(next_largest_arr as {{ money_total_type() }}) as next_largest_arr
from ranked
where
    arr_rank = 1
    and arr >= {{ least_arr }}
    and arr >= {{ times }} * next_largest_arr
