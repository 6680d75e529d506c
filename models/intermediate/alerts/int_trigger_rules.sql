with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and kind = 'opportunity' and scope = 'customer_product' and trigger_type = 'usage'
)

-- A rule may have the name of a study.
select
    rule_id,
    'trigger: ' || rule_id as study
from rules
