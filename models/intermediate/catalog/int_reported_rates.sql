{{- wait_for_limits() -}}
with rates as (
    select * from {{ ref('int_monthly_rates') }}
)

select * from rates
