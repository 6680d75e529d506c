{%- set counts = [
    'active_users', 'used_units', 'entitled_units', 'features_used', 'features_available',
] %}

with usage_rows as (
    select * from {{ ref('product_retention', 'int_product_usage_landed') }}
    where company_id is not null
),

usage_products as (
    select * from {{ ref('product_retention', 'int_usage_products') }}
),

customer_ids as (
    select * from {{ ref('product_retention', 'int_customer_ids') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

-- A feed that sends a day again sends more of it: of each number the greatest counts.
company_days as (
    select
        usage_rows.company_id,
        coalesce(usage_products.product_id, '(unassigned)') as product_id,
        {%- for count in counts %}
        max(usage_rows.{{ count }}) as {{ count }},
        {%- endfor %}
        usage_rows.usage_date
    from usage_rows
    inner join reporting_date
        on usage_rows.usage_date <= reporting_date.last_usage_day
    left join usage_products
        on usage_rows.product_text = usage_products.product_text
    group by
        usage_rows.company_id,
        coalesce(usage_products.product_id, '(unassigned)'),
        usage_rows.usage_date
)

select
    coalesce(customer_ids.customer_id, company_days.company_id) as customer_id,
    company_days.product_id,

    {%- for count in counts %}
    cast(sum(company_days.{{ count }}) as {{ amount_type() }}) as {{ count }},
    {%- endfor %}

    company_days.usage_date
from company_days
left join customer_ids
    on company_days.company_id = customer_ids.company_id
group by
    coalesce(customer_ids.customer_id, company_days.company_id),
    company_days.product_id,
    company_days.usage_date
