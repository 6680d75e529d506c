{{- wait_for_limits() -}}
with months as (
    select * from {{ ref('int_months') }}
)

select * from months
