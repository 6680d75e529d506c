{{ config(enabled=keeps_records()) }}
-- A month is closed when its figures have passed their tests and the history holds its licences.
-- depends_on: {{ ref('product_retention', 'closed_arr_bridge_company_monthly') }}
-- depends_on: {{ ref('product_retention', 'closed_arr_changes') }}
-- depends_on: {{ ref('product_retention', 'closed_arr_bridge_product_monthly') }}
-- depends_on: {{ ref('product_retention', 'dq_reconciliation') }}
-- depends_on: {{ ref('product_retention', 'closed_retention_company_monthly') }}
-- depends_on: {{ ref('product_retention', 'license_versions') }}
-- depends_on: {{ ref('product_retention', 'closed_retention_product_monthly') }}

with closable_months as (
    select * from {{ ref('product_retention', 'int_closable_months') }}
)

select
    arr_month,
    '{{ setting("input") }}' as source_input,
    closes_on,
    as_of_date,
    loaded_at as closed_at
from closable_months
where arr_month > {{ last_closed_month() }}
