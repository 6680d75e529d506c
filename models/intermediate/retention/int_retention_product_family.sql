{{ retention_measures(
    ref('int_family_positions'),
    group_by=['product_family'],
    pair_measures=ref('int_family_prices')
) }}
