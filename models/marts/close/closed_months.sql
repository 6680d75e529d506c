-- A month is closed when its figures have passed their tests and the history holds its licences.
-- depends_on: {{ ref('arr_bridge_company_monthly') }}, {{ ref('arr_bridge_product_monthly') }}
-- depends_on: {{ ref('retention_company_monthly') }}, {{ ref('retention_product_monthly') }}
-- depends_on: {{ ref('dq_reconciliation') }}, {{ ref('license_versions') }}

with closable_months as (
    select * from {{ ref('int_closable_months') }}
)
{%- if is_incremental() %},

last_closed as (
    select max(arr_month) as arr_month
    from {{ this }}
)
{%- endif %}

select
    closable_months.arr_month,
    closable_months.closes_on,
    closable_months.as_of_date,
    closable_months.loaded_at as closed_at
from closable_months
{%- if is_incremental() %}
inner join last_closed
    on last_closed.arr_month is null or closable_months.arr_month > last_closed.arr_month
{%- endif %}
