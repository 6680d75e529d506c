{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ retention_totals(ref('int_pair_positions'), group_by=['product_id'], of_pairs=true) }}
