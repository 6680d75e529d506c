with licenses as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
),

issues as (
    select * from {{ ref('product_retention', 'int_license_issues') }}
),

table_issues as (
    select * from {{ ref('product_retention', 'int_table_issues') }}
),

issue_types as (
    select * from {{ ref('product_retention', 'license_issue_types') }}
),

book as (
    select
        count(*) as raw_rows,
        coalesce(sum(abs(stated_arr)), 0) as raw_arr
    from licenses
),

found as (
    select
        rejection_reason as issue,
        'licence ' || coalesce(license_id, 'without an id') as row_name,
        customer_id,
        stated_arr as arr,
        coalesce(
            unread_line, unread_from_date, unread_to_date, unread_arr, unread_mrr, unread_value
        ) as detail
    from licenses
    where not is_valid
    union all
    select
        issue,
        'licence ' || license_id as row_name,
        customer_id,
        arr,
        detail
    from issues
    union all
    select
        issue,
        raw_table || coalesce(' ' || nullif(row_key, ''), '') as row_name,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        arr,
        detail
    from table_issues
),

totals as (
    select
        issue,
        count(*) as license_rows,
        count(distinct customer_id) as customers,
        count(*) - count(arr) as rows_without_arr,
        sum(abs(arr)) as arr_at_stake,
        min(row_name || coalesce(': ' || substr(detail, 1, 60), '')) as example
    from found
    group by issue
),

shares as (
    select
        issue_types.issue,
        issue_types.severity,
        issue_types.action,
        issue_types.meaning,
        totals.example,
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
),

compared as (
    select
        *,
        case
            when share_of_arr > error_share or share_of_rows_without_arr > error_share then 'error'
            when share_of_arr > warn_share or share_of_rows_without_arr > warn_share then 'warn'
            else 'pass'
        end as outcome
    from shares
)

select
    *,
    case
        when outcome <> 'pass'
            then
                issue || ': ' || {{ text_of('license_rows') }} || ' rows, '
                || {{ text_of('arr_at_stake') }} || ' {{ setting("reporting_currency") }} ('
                || {{ text_of('cast(100 * coalesce(share_of_arr, 0) as decimal(18, 2))') }}
                || ' % of all ARR); ' || {{ text_of('rows_without_arr') }} || ' of unknown ARR ('
                || {{ text_of('cast(100 * share_of_rows_without_arr as decimal(18, 2))') }}
                || ' % of all rows). ' || outcome || '_share is '
                || case outcome
                    when 'error' then {{ text_of('cast(100 * error_share as decimal(18, 2))') }}
                    else {{ text_of('cast(100 * warn_share as decimal(18, 2))') }}
                end || ' %. '
                || {{ text_of('meaning') }} || ' Such as ' || {{ text_of('example') }}
    end as message
from compared
