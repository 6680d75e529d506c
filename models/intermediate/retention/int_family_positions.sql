{{ config(materialized='view') }}
{{ retention_positions(
    counted_rows('int_family_arr_changes'),
    entity=['customer_id', 'product_family'],
    revaluations=ref('int_family_revaluations')
) }}
