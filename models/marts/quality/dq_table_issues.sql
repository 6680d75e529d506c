-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with issues as (
    select * from {{ ref('product_retention', 'int_table_issues') }}
),

issue_types as (
    select * from {{ ref('product_retention', 'license_issue_types') }}
)

select
    issues.raw_table || '/' || issues.row_key || '/' || issues.issue as issue_id,
    issues.raw_table,
    issues.row_key,
    issues.issue,
    coalesce(issue_types.severity, 'warning') as severity,
    coalesce(issue_types.action, 'kept') as action,
    issues.detail,

    issues.raw_rows,
    issues.arr as arr_at_stake
from issues
left join issue_types
    on issues.issue = issue_types.issue
