{{ newly_closed_rows('retention_product_monthly') }}
