-- What the summary says of an issue is what the listed rows, the seed and all raw rows say.
with summary as (
    select * from {{ ref('product_retention', 'dq_issue_summary') }}
),

issues as (
    select
        issue,
        customer_id,
        arr_at_stake
    from {{ ref('product_retention', 'dq_license_issues') }}
    union all
    select
        issue,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        arr_at_stake
    from {{ ref('product_retention', 'dq_table_issues') }}
),

issue_types as (
    select * from {{ ref('product_retention', 'license_issue_types') }}
),

raw_book as (
    select
        count(*) as raw_rows,
        coalesce(sum(abs(stated_arr)), 0) as raw_arr
    from {{ ref('product_retention', 'int_licenses_validated') }}
),

listed as (
    select
        issue,
        count(*) as license_rows,
        count(distinct customer_id) as customers,
        count(case when arr_at_stake is null then 1 end) as rows_without_arr,
        coalesce(sum(abs(arr_at_stake)), 0) as arr_at_stake
    from issues
    group by issue
)

select
    coalesce(summary.issue, listed.issue) as issue,
    summary.license_rows - coalesce(listed.license_rows, 0) as rows_difference,
    summary.customers - coalesce(listed.customers, 0) as customers_difference,
    summary.rows_without_arr - coalesce(listed.rows_without_arr, 0) as unknown_difference,
    summary.arr_at_stake - coalesce(listed.arr_at_stake, 0) as arr_difference,
    summary.raw_rows - raw_book.raw_rows as raw_rows_difference,
    summary.raw_arr - raw_book.raw_arr as raw_arr_difference
from summary
cross join raw_book
full outer join listed
    on summary.issue = listed.issue
left join issue_types
    on summary.issue = issue_types.issue
where
    summary.issue is null
    or summary.license_rows <> coalesce(listed.license_rows, 0)
    or summary.customers <> coalesce(listed.customers, 0)
    or summary.rows_without_arr <> coalesce(listed.rows_without_arr, 0)
    or summary.arr_at_stake <> coalesce(listed.arr_at_stake, 0)
    or summary.raw_rows <> raw_book.raw_rows
    or summary.raw_arr <> raw_book.raw_arr
    or coalesce(summary.warn_share, -1) <> coalesce(issue_types.warn_share, -1)
    or coalesce(summary.error_share, -1) <> coalesce(issue_types.error_share, -1)
