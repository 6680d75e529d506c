{{ config(enabled=uses_source('chargebee')) }}
with companies as (
    {{ source_companies('chargebee') }}
)

select * from companies
