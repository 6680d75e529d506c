-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
-- The table is read by two names: DuckDB holds rows in memory that it reads twice by one name.
with valid_licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_valid
),

invalid_licenses as (
    select
        *,
        rejection_reason as issue
    from {{ ref('product_retention', 'int_licenses_validated') }}
    where not is_valid
),

issues as (
    select * from {{ ref('product_retention', 'int_license_issues') }}
),

issue_types as (
    select * from {{ ref('product_retention', 'license_issue_types') }}
),

listed as (
    select
        licenses.license_id,
        licenses.customer_id,
        licenses.product_id,
        issues.issue,
        case when not licenses.is_accepted then 'rejected' else 'kept' end as default_action,
        licenses.currency,
        issues.detail,
        licenses.raw_amount,
        licenses.stated_arr,
        licenses.starts_on,
        issues.ends_before,
        licenses.updated_at
    from issues
    inner join valid_licenses as licenses
        on issues.license_id = licenses.license_id
    union all
    select
        license_id,
        customer_id,
        product_id,
        issue,
        'rejected' as default_action,
        currency,
        case
            when issue = 'unreadable_line' then unread_line
            when issue in ('duplicate_row', 'superseded')
                then 'updated_at is ' || {{ text_of('updated_at') }}
            when issue = 'one_time_fee'
                then 'product is "' || {{ text_of('product_text') }} || '"'
            when issue in ('ambiguous_date', 'unreadable_start_date', 'unreadable_end_date')
                then coalesce(
                    'from_date is "' || unread_from_date || '"',
                    'to_date is "' || unread_to_date || '"'
                )
            when issue in ('unknown_status', 'not_a_licence', 'churned_without_end')
                then 'status is "' || {{ text_of('status_text') }} || '"'
            when issue = 'unknown_flag' then unread_flags
            when issue = 'unknown_product_type' then 'type is "' || product_type || '"'
            when issue in ('implausible_date', 'zero_length', 'end_before_start')
                then
                    'active from ' || {{ text_of('starts_on') }}
                    || ' until before ' || {{ text_of('stated_ends_before') }}
            when issue in ('ambiguous_number', 'amount_out_of_range', 'unreadable_amount')
                then
                    'arr "' || coalesce(unread_arr, {{ text_of('arr_from_arr') }})
                    || '", mrr x 12 "' || coalesce(unread_mrr, {{ text_of('arr_from_mrr') }})
                    || '", value a year "'
                    || coalesce(unread_value, {{ text_of('arr_from_value') }}) || '"'
            when issue in ('unknown_currency', 'no_exchange_rate')
                then 'currency is "' || currency || '"'
        end as detail,
        raw_amount,
        stated_arr,
        starts_on,
        stated_ends_before as ends_before,
        updated_at
    from invalid_licenses
),

-- Rows without a licence id, and ids that were superseded more than once, share licence and issue.
numbered as (
    select
        *,
        row_number() over (
            partition by license_id, issue
            order by
                customer_id nulls last, product_id nulls last, currency nulls last,
                starts_on nulls last, ends_before nulls last, updated_at nulls last,
                raw_amount nulls last
        ) as issue_number
    from listed
)

select
    coalesce(numbered.license_id, '') || '/' || numbered.issue || '/'
    || {{ text_of('numbered.issue_number') }} as issue_id,
    numbered.license_id,
    numbered.customer_id,
    numbered.product_id,
    numbered.issue,
    coalesce(issue_types.severity, 'warning') as severity,
    coalesce(issue_types.action, numbered.default_action) as action,
    numbered.currency,
    numbered.detail,
    numbered.raw_amount as amount_at_stake,
    numbered.stated_arr as arr_at_stake,
    numbered.starts_on,
    numbered.ends_before,
    numbered.updated_at
from numbered
left join issue_types
    on numbered.issue = issue_types.issue
