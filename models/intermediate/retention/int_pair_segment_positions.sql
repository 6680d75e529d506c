{{ positions_by_segment(
    ref('int_pair_positions'), extra_columns=['product_id', 'migrated_out_arr']
) }}
