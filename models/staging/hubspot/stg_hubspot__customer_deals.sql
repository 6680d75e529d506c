{{ config(enabled=uses_source('hubspot')) }}
with deals as (
    select * from {{ ref('product_retention', 'stg_hubspot__deals') }}
),

-- The primary company of a deal, else the only one, else the least by id.
customers as (
    select
        source_connection,
        deal_id,
        coalesce(min(case when is_primary then company_id end), min(company_id)) as customer_id,
        max(case when is_primary then 1 else 0 end) = 0 and count(*) > 1 as is_chosen
    from {{ ref('product_retention', 'stg_hubspot__deal_companies') }}
    group by source_connection, deal_id
)

select
    deals.source_connection,
    deals.deal_id,
    customers.customer_id,
    coalesce(customers.is_chosen, false) as is_customer_chosen,
    deals.currency,
    deals.lost_reason,
    deals.amount,
    deals.is_won,
    deals.is_deleted,
    deals.close_date,
    deals.synced_at
from deals
left join customers
    on
        deals.source_connection = customers.source_connection
        and deals.deal_id = customers.deal_id
