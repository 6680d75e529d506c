-- A target names the rate to reach or the points to add, not both, and is due after it starts.
select target_id
from {{ ref('product_retention', 'nrr_targets') }}
where
    (target_rate is null) = (points is null)
    or due_month <= baseline_month
