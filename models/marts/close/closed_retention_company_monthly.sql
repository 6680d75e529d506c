{{ config(enabled=var('known_at') is none) }}
{{ newly_closed_rows('retention_company_monthly') }}
