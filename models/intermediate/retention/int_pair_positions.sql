{{ config(materialized='view') }}
{{ retention_positions(
    ref('int_pair_retention_changes'),
    entity=['customer_id', 'product_id'],
    of_pairs=true,
    revaluations=ref('int_revaluations')
) }}
