{{ retention_measures(ref('int_customer_arr_changes'), entity=['customer_id']) }}
