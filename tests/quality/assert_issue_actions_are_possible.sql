-- Every issue is in the seed once, with an action that can be done.
{{ config(severity='error', meta={'has_messages': true}) }}
with issue_types as (
    select * from {{ ref('license_issue_types') }}
),

possible_actions as (
    {%- for issue, actions in possible_actions().items() %}
    {%- for action in actions %}
    select
        '{{ issue }}' as issue,
        '{{ action }}' as action,
        '{{ actions | join(" or ") }}' as allowed
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

issues as (
    select
        issue,
        max(allowed) as allowed
    from possible_actions
    group by issue
)

select
    coalesce(issue_types.issue, issues.issue) as issue,
    'seed license_issue_types: the action of '
    || coalesce(issue_types.issue, issues.issue, '-')
    || ' is '
    || {{ text_of('issue_types.action') }}
    || '; allowed: '
    || coalesce(issues.allowed, 'none, there is no such issue') as message
from issue_types
full outer join issues
    on issue_types.issue = issues.issue
left join possible_actions
    on
        issue_types.issue = possible_actions.issue
        and issue_types.action = possible_actions.action
where possible_actions.issue is null
