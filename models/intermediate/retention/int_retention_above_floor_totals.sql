{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ retention_totals(ref('int_customer_floor_positions')) }}
