{{ positions_by_segment(ref('int_customer_positions'), ref('int_customer_arr_changes')) }}
