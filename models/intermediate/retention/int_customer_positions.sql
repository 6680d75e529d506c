{{ retention_positions(
    ref('int_customer_arr_changes'), entity=['customer_id'], revaluations=ref('int_pair_positions')
) }}
