-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with totals as (
    select * from {{ ref('product_retention', 'int_issue_totals') }}
)

select
    issue,
    severity,
    action,
    meaning,
    outcome,

    license_rows,
    customers,
    rows_without_arr,
    raw_rows,
    arr_at_stake,
    raw_arr,
    share_of_arr,
    share_of_rows_without_arr,
    warn_share,
    error_share
from totals
