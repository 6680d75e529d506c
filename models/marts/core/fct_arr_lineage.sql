{#- More rows than the spine: neither written out here nor published for BI tools. What it reads
    waits for the quality gate. -#}
{{ config(materialized='view', meta={'publish': false}) }}
with periods as (
    select * from {{ ref('product_retention', 'int_license_period_values') }}
),

months as (
    select * from {{ ref('product_retention', 'dim_months') }}
)

select
    months.arr_month,
    periods.customer_id,
    periods.product_id,
    periods.license_id,

    periods.arr,
    cast(periods.quantity as {{ amount_type() }}) as quantity,

    periods.is_grace,
    periods.is_extended
from periods
inner join months
    on
        periods.from_month <= {{ month_index('months.arr_month') }}
        and periods.to_month > {{ month_index('months.arr_month') }}
