-- The gate: where the input is not understood or an issue is over its error_share, the build stops
-- here and the marts stay as they were.
-- depends_on: {{ ref('int_issue_totals') }}
select * from {{ ref('int_license_terms') }}
