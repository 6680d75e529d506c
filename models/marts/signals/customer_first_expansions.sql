with first_expansions as (
    select * from {{ ref('product_retention', 'int_first_expansions') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
)

select
    first_expansions.customer_id,
    customers.customer_name,
    first_expansions.outcome,
    first_expansions.expansion_type,

    first_expansions.days,

    first_expansions.started_on,
    first_expansions.ended_on
from first_expansions
inner join customers
    on first_expansions.customer_id = customers.customer_id
