{{ retention_measures(
    ref('int_pair_retention_changes'),
    entity=['customer_id', 'product_id'],
    group_by=['product_id'],
    of_pairs=true
) }}
