-- The intervals of a licence follow one another: where they overlapped, it would stand behind a
-- month twice; where they left a gap, it would be missing. A discount on a line of its own may
-- reduce a product now and then.
with periods as (
    select * from {{ ref('product_retention', 'int_license_period_values') }}
),

sequenced as (
    select
        license_id,
        product_id,
        from_month,
        lag(to_month) over (partition by license_id, product_id order by from_month)
            as previous_to_month
    from periods
)

select sequenced.*
from sequenced
left join {{ ref('product_retention', 'int_discount_parts') }} as parts
    on sequenced.license_id = parts.license_id
where
    sequenced.from_month < sequenced.previous_to_month
    or (sequenced.from_month > sequenced.previous_to_month and parts.license_id is null)
