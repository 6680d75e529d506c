{{ config(materialized='view') }}
{{ positions_by_segment(
    ref('int_pair_positions'),
    counted_rows('int_arr_changes'),
    group_by=['product_id'],
    extra_parts=['price_arr', 'migrated_out_arr']
) }}
