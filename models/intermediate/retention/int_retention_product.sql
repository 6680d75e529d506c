{{ retention_measures(
    ref('int_pair_positions'),
    group_by=['product_id'],
    of_pairs=true,
    totals='int_retention_product_totals'
) }}
