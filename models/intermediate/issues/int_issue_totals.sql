with validated as {{ not_materialized() }}(
    select * from {{ ref('int_licenses_validated') }}
),

kept_issues as (
    select * from {{ ref('int_license_issues') }}
),

issue_types as (
    select * from {{ ref('license_issue_types') }}
),

book as (
    select
        count(*) as raw_rows,
        coalesce(sum(abs(arr)), 0) as raw_arr
    from validated
),

found as (
    select
        rejection_reason as issue,
        customer_id,
        arr
    from validated
    where rejection_reason is not null
    union all
    select
        issue,
        customer_id,
        arr
    from kept_issues
),

totals as (
    select
        issue,
        count(*) as license_rows,
        count(distinct customer_id) as customers,
        count(*) - count(arr) as rows_without_arr,
        sum(abs(arr)) as arr_at_stake
    from found
    group by issue
),

shares as (
    select
        issue_types.issue,
        issue_types.severity,
        issue_types.action,
        issue_types.meaning,
        coalesce(totals.license_rows, 0) as license_rows,
        coalesce(totals.customers, 0) as customers,
        coalesce(totals.rows_without_arr, 0) as rows_without_arr,
        book.raw_rows,
        cast(coalesce(totals.arr_at_stake, 0) as {{ money_total_type() }}) as arr_at_stake,
        cast(book.raw_arr as {{ money_total_type() }}) as raw_arr,
        {{ safe_divide('coalesce(totals.arr_at_stake, 0)', 'book.raw_arr') }} as share_of_arr,
        {{ safe_divide('coalesce(totals.rows_without_arr, 0)', 'book.raw_rows') }}
            as share_of_rows_without_arr,
        issue_types.warn_share,
        issue_types.error_share
    from issue_types
    cross join book
    left join totals
        on issue_types.issue = totals.issue
)

select
    *,
    case
        when share_of_arr > error_share or share_of_rows_without_arr > error_share then 'error'
        when share_of_arr > warn_share or share_of_rows_without_arr > warn_share then 'warn'
        else 'pass'
    end as outcome
from shares
