{{ positions_by_segment(ref('int_customer_positions')) }}
