{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ retention_totals(
    ref('int_pair_segment_positions'),
    group_by=['product_id', 'segment_type', 'segment_value'],
    of_pairs=true,
    are_added_up=true
) }}
