{{ retention_positions(
    ref('int_family_arr_changes'),
    entity=['customer_id', 'product_family'],
    priced_by=ref('int_pair_family_prices')
) }}
