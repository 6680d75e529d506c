{{ retention_measures(
    ref('int_customer_positions'),
    pair_measures=ref('int_retention_product'),
    totals='int_retention_company_totals'
) }}
