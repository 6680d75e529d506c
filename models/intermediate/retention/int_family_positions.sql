{{ retention_positions(
    ref('int_family_arr_changes'),
    entity=['customer_id', 'product_family'],
    parts=ref('int_pair_family_effects')
) }}
