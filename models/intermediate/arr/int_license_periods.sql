-- The gate: where the input or a seed is not understood, or an issue is over its error_share, the
-- build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_issue_totals') }}
-- depends_on: {{ ref('product_retention', 'int_seed_mistakes') }}
select * from {{ ref('product_retention', 'int_license_terms') }}
