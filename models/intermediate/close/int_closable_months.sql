{{ config(materialized='view') }}
{%- set business_day_number = setting('close_business_day') -%}

with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

dated as (
    select
        arr_month,
        {{ business_day(add_months('arr_month', 1), business_day_number or 1) | indent(8) }}
            as closes_on
    from months
)

select
    dated.arr_month,
    dated.closes_on,
    reporting_date.as_of_date,
    reporting_date.loaded_at
from dated
inner join reporting_date
    on
        dated.closes_on <= reporting_date.as_of_date
        and dated.closes_on <= cast(reporting_date.loaded_at as date)
{%- if business_day_number is none %}
where 1 = 0
{%- endif %}
