{{ config(materialized='view') }}
{{ positions_by_segment(
    ref('int_customer_positions'), counted_rows('int_customer_arr_changes')
) }}
