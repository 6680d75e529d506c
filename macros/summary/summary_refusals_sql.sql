{#- Rejected licence rows by reason, the most frequent first. -#}
{% macro summary_refusals_sql() -%}
select
    issues.issue,
    issue_types.meaning,
    count(*) as license_rows
from {{ ref('dq_license_issues') }} as issues
inner join {{ ref('license_issue_types') }} as issue_types
    on issues.issue = issue_types.issue
where issues.action = 'rejected'
group by issues.issue, issue_types.meaning
order by license_rows desc, issues.issue
{%- endmacro %}
