{{ retention_measures(
    ref('int_pair_segment_positions'),
    group_by=['product_id', 'segment_type', 'segment_value'],
    of_pairs=true,
    are_added_up=true,
    totals='int_retention_product_segment_totals'
) }}
