{{ config(enabled=uses_source('hubspot')) }}
with companies as (
    {{ source_companies('hubspot') }}
)

select * from companies
