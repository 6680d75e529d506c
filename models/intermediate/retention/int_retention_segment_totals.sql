{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ retention_totals(
    ref('int_customer_segment_positions'),
    group_by=['segment_type', 'segment_value'],
    are_added_up=true
) }}
