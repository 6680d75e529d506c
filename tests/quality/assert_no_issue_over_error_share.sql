-- A licence issue has more at stake than its error_share allows: the marts stay as they were.
{{ config(severity='error', meta={'has_messages': true}, tags=['gate']) }}
with totals as (
    select * from {{ ref('product_retention', 'int_issue_totals') }}
    where outcome = 'error'
)

select
    issue,
    message
from totals
