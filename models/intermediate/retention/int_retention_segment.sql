{{ retention_measures(
    ref('int_customer_segment_positions'), group_by=['segment_type', 'segment_value']
) }}
