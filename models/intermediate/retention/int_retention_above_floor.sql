{{ retention_measures(ref('int_customer_floor_positions')) }}
