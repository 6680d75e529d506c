{{ config(materialized='view') }}
{{ retention_positions(
    counted_rows('int_customer_arr_changes'),
    entity=['customer_id'],
    revaluations=ref('int_pair_positions')
) }}
