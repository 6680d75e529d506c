{{ config(enabled=uses_source('salesforce_cpq')) }}
with companies as (
    {{ source_companies('salesforce_cpq') }}
)

select * from companies
