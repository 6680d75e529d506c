{{ config(enabled=uses_source('planhat_deals')) }}
with companies as (
    {{ source_companies('planhat_deals') }}
)

select * from companies
