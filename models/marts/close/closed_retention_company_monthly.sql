{{ newly_closed_rows('retention_company_monthly') }}
