-- What is at stake in an issue is what the licence itself says.
with issues as (
    select * from {{ ref('product_retention', 'dq_license_issues') }}
    where action <> 'rejected' and issue <> 'duplicate_row'
),

licenses as (
    select * from {{ ref('product_retention', 'fct_licenses') }}
)

select
    issues.license_id,
    issues.issue,
    issues.amount_at_stake - licenses.arr_in_currency - licenses.pending_arr_in_currency
        as amount_difference,
    issues.arr_at_stake - licenses.arr - licenses.pending_arr as arr_difference
from issues
inner join licenses
    on issues.license_id = licenses.license_id
where
    issues.amount_at_stake <> licenses.arr_in_currency + licenses.pending_arr_in_currency
    or issues.arr_at_stake <> licenses.arr + licenses.pending_arr
