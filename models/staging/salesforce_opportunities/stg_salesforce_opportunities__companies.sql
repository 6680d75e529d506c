{{ config(enabled=uses_source('salesforce_opportunities')) }}
with companies as (
    {{ source_companies('salesforce_opportunities') }}
)

select * from companies
