{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ retention_totals(ref('int_family_positions'), group_by=['product_family']) }}
