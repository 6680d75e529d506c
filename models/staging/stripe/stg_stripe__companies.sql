{{ config(enabled=uses_source('stripe')) }}
with companies as (
    {{ source_companies('stripe') }}
)

select * from companies
