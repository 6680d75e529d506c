{{- config(**by_customer()) -}}
{{- wait_for_limits() -}}
with terms as (
    select * from {{ ref('int_license_terms') }}
    {{ only_changed_customers() }}
)

select * from terms
