-- A licence issue has more at stake than its warn_share allows.
{{ config(severity='warn', meta={'has_messages': true}) }}
with totals as (
    select * from {{ ref('product_retention', 'int_issue_totals') }}
    where outcome = 'warn'
)

select
    issue,
    message
from totals
