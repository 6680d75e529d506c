{{ retention_measures(
    ref('int_family_arr_changes'),
    entity=['customer_id', 'product_family'],
    group_by=['product_family']
) }}
