{{ retention_measures(
    ref('int_customer_segment_positions'),
    group_by=['segment_type', 'segment_value'],
    pair_measures=ref('int_retention_product_segment'),
    are_added_up=true,
    totals='int_retention_segment_totals'
) }}
