{{ positions_by_segment(
    ref('int_pair_positions'), extra_columns=['product_id', 'price_arr', 'migrated_out_arr']
) }}
