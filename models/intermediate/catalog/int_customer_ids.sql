with parents as (
    select * from {{ ref('product_retention', 'int_customer_parents') }}
    where {{ (setting('customer_grain') == 'parent') | lower }}
),

near_equal_ids as (
    select * from {{ ref('product_retention', 'int_near_equal_ids') }}
    where {{ setting('merge_near_equal_ids') | lower }}
)

select
    coalesce(parents.company_id, near_equal_ids.customer_id) as company_id,
    coalesce(parents.customer_id, near_equal_ids.merged_id) as customer_id
from parents
full outer join near_equal_ids
    on parents.company_id = near_equal_ids.customer_id
where
    coalesce(parents.company_id, near_equal_ids.customer_id)
    <> coalesce(parents.customer_id, near_equal_ids.merged_id)
