{%- set business_day_number = var('close_business_day') -%}
{#- Nothing is closed before the figures have passed their tests, nor before the history holds the
    licences that they are made of. -#}
-- depends_on: {{ ref('arr_bridge_company_monthly') }}
-- depends_on: {{ ref('arr_bridge_product_monthly') }}
-- depends_on: {{ ref('retention_company_monthly') }}
-- depends_on: {{ ref('retention_product_monthly') }}
-- depends_on: {{ ref('dq_reconciliation') }}
-- depends_on: {{ ref('license_versions') }}

with months as (
    select * from {{ ref('int_months') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),
{% if is_incremental() %}
last_close as (
    select max(arr_month) as arr_month
    from {{ this }}
),
{% endif %}
dated as (
    select
        months.arr_month,
        {{ business_day(add_months('months.arr_month', 1), business_day_number or 1) | indent(8) }}
            as closes_on
    from months
)

select
    dated.arr_month,
    dated.closes_on,
    reporting_date.as_of_date,
    reporting_date.loaded_at as closed_at
from dated
inner join reporting_date
    on
        dated.closes_on <= reporting_date.as_of_date
        and dated.closes_on <= cast(reporting_date.loaded_at as date)
{%- if is_incremental() %}
cross join last_close
{%- endif %}
where
    {{ '1 = 0' if business_day_number is none else '1 = 1' }}
    {%- if is_incremental() %}
    and (last_close.arr_month is null or dated.arr_month > last_close.arr_month)
    {%- endif %}
