-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('int_issue_totals') }}
-- Twice the same table: DuckDB holds in memory what it reads twice by one name.
with accepted as (
    select * from {{ ref('int_licenses_validated') }}
    where is_accepted
),

not_accepted as (
    select * from {{ ref('int_licenses_validated') }}
    where not is_accepted
),

kept_issues as (
    select * from {{ ref('int_license_issues') }}
),

issue_types as (
    select * from {{ ref('license_issue_types') }}
),

refused as (
    select
        *,
        rejection_reason as issue,
        'rejected' as default_action,
        stated_ends_before as ends_before,
        cast(null as {{ money_total_type() }}) as compared_with
    from not_accepted
),

refused_anew as (
    select * from refused
),

found as (
    select
        accepted.*,
        kept_issues.issue,
        kept_issues.compared_with,
        kept_issues.ends_before,
        'kept' as default_action
    from kept_issues
    inner join accepted
        on kept_issues.license_id = accepted.license_id
),

listed as (
    {%- for relation in ['refused_anew', 'found'] %}
    select
        license_id,
        customer_id,
        product_id,
        issue,
        default_action,
        currency,
        raw_amount,
        arr,
        arr_from_arr,
        arr_from_mrr,
        arr_from_value,
        unread_from_date,
        unread_to_date,
        unread_arr,
        unread_mrr,
        unread_value,
        unread_fields,
        unread_line,
        compared_with,
        quantity,
        length_months,
        product_text,
        status_text,
        starts_on,
        ends_before,
        updated_at
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
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
    coalesce(listed.license_id, '') || '/' || listed.issue || '/'
    || {{ text_of('listed.issue_number') }} as issue_id,
    listed.license_id,
    listed.customer_id,
    listed.product_id,
    listed.issue,
    coalesce(issue_types.severity, 'warning') as severity,
    coalesce(issue_types.action, listed.default_action) as action,
    listed.currency,
    {{ issue_detail('listed') }} as detail,

    listed.raw_amount as amount_at_stake,
    listed.arr as arr_at_stake,

    listed.starts_on,
    listed.ends_before,
    listed.updated_at
from numbered as listed
left join issue_types
    on listed.issue = issue_types.issue
