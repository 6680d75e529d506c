-- The seed says for each issue which actions are allowed.
{{ config(severity='error', meta={'has_messages': true}) }}
with issue_types as (
    select * from {{ ref('product_retention', 'license_issue_types') }}
)

select
    issue,
    'seed license_issue_types: the action of ' || issue || ' is ' || {{ text_of('action') }}
    || '; allowed: ' || allowed_actions as message
from issue_types
where
    action is null
    or ' or ' || allowed_actions || ' or ' not like '% or ' || action || ' or %'
