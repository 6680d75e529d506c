-- Nothing is accepted, or more than half of the stated ARR is rejected for errors: the marts stay
-- as they were. What is left out for a good reason (severity info: fees, older versions) is no part
-- of the half.
{{ config(severity='error', meta={'has_messages': true}, tags=['gate']) }}
with totals as (
    select * from {{ ref('product_retention', 'int_issue_totals') }}
),

book as (
    select
        max(raw_rows) as raw_rows,
        max(raw_arr) as raw_arr,
        sum(case when is_left_out then license_rows else 0 end) as left_out_rows,
        sum(case when is_left_out and severity = 'error' then license_rows else 0 end)
            as error_rows,
        sum(case when is_left_out and severity = 'error' then arr_at_stake else 0 end) as error_arr,
        sum(case when is_left_out and severity = 'error' then rows_without_arr else 0 end)
            as unknown_rows,
        sum(case when is_left_out and severity = 'info' then license_rows else 0 end) as info_rows,
        sum(case when is_left_out and severity = 'info' then arr_at_stake else 0 end) as info_arr
    from (
        select
            *,
            action = 'rejected' or issue = 'duplicate_row' as is_left_out
        from totals
    ) as issues
),

-- The reason that leaves out most is the one to mend first.
ranked_reasons as (
    select
        issue,
        example,
        row_number() over (order by arr_at_stake desc, license_rows desc, issue asc) as reason_rank
    from totals
    where action = 'rejected' and severity = 'error' and license_rows > 0
)

select
    case
        when book.raw_rows = 0
            then 'The table licenses has no row. See vars input, raw_path and raw_schema.'
        else
            case when book.left_out_rows = book.raw_rows then 'No licence' else 'Too little' end
            || ' is accepted: ' || {{ text_of('book.error_rows') }} || ' of '
            || {{ text_of('book.raw_rows') }} || ' licence rows are rejected for errors, '
            || {{ text_of('book.error_arr') }} || ' of ' || {{ text_of('book.raw_arr') }}
            || ' {{ setting("reporting_currency") }}. '
            || coalesce(
                'Most of it as ' || ranked_reasons.issue
                || ', such as ' || ranked_reasons.example, ''
            )
    end as message
from book
left join ranked_reasons
    on ranked_reasons.reason_rank = 1
where
    book.left_out_rows = book.raw_rows
    or book.error_arr > 0.5 * (book.raw_arr - book.info_arr)
    or book.unknown_rows > 0.5 * (book.raw_rows - book.info_rows)
