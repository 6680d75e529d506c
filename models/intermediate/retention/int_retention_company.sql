{{ retention_measures(ref('int_customer_positions')) }}
