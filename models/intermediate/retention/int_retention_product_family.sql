{{ retention_measures(
    ref('int_family_positions'),
    group_by=['product_family'],
    pair_measures=ref('int_family_prices'),
    totals='int_retention_product_family_totals'
) }}
