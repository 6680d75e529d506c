{#- How many licence rows there were and what became of them: one row. -#}
{% macro summary_counts_sql() -%}
with issues as (
    select
        count(case when action = 'rejected' then 1 end) as rejected_rows,
        count(case when issue = 'duplicate_row' then 1 end) as merged_rows,
        count(case when action <> 'rejected' and issue <> 'duplicate_row' then 1 end) as kept_issues
    from {{ ref('dq_license_issues') }}
),

accepted as (
    select count(*) as accepted_rows
    from {{ ref('fct_licenses') }}
)

select
    (select as_of_date from {{ ref('int_reporting_date') }}) as as_of_date,
    accepted.accepted_rows + issues.rejected_rows + issues.merged_rows as raw_rows,
    accepted.accepted_rows,
    issues.rejected_rows,
    issues.merged_rows,
    issues.kept_issues
from accepted
cross join issues
{%- endmacro %}
