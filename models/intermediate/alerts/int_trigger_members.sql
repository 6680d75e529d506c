with holders as (
    select * from {{ ref('product_retention', 'int_trigger_weeks') }}
),

customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

expansions as (
    select * from {{ ref('product_retention', 'int_family_arr_days') }}
    where is_upsell or is_entry
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

bands as (
    select * from {{ ref('product_retention', 'segment_bands') }}
    where segment_type = 'arr_band'
),

banded as (
    select
        holders.*,
        products.product_family,
        coalesce(bands.segment_value, '') as arr_band
    from holders
    inner join products
        on holders.product_id = products.product_id
    inner join customer_days
        on
            holders.customer_id = customer_days.customer_id
            and holders.event_date >= customer_days.from_day
            and (customer_days.until_day is null or holders.event_date < customer_days.until_day)
    left join bands
        on
            customer_days.arr >= bands.from_value
            and (bands.until_value is null or customer_days.arr < bands.until_value)
)

select
    banded.rule_id,
    banded.customer_id,
    banded.product_id,
    banded.arr_band,

    banded.is_exposed,
    count(expansions.from_day) > 0 as has_expanded,

    banded.event_date
from banded
left join expansions
    on
        banded.customer_id = expansions.customer_id
        and banded.product_family = expansions.product_family
        and banded.event_date < expansions.from_day
        and {{ add_days('banded.event_date', signal_threshold('conversion_days') | int) }}
        >= expansions.from_day
group by
    banded.rule_id,
    banded.customer_id,
    banded.product_id,
    banded.arr_band,
    banded.is_exposed,
    banded.event_date
