{{- wait_for_limits() -}}
with terms as (
    select * from {{ ref('int_license_terms') }}
)

select * from terms
