{{ retention_measures(
    ref('int_customer_floor_positions'), totals='int_retention_above_floor_totals'
) }}
