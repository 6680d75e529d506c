with episodes as (
    select * from {{ ref('product_retention', 'int_breach_episodes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

company_episodes as (
    select * from episodes
    where scope = 'company'
),

product_episodes as (
    select * from episodes
    where scope = 'product'
),

last_month as (
    select
        max(months.month_index) as month_index,
        max(company_episodes.runs_to_month_index) as company_runs_to_index
    from months
    left join company_episodes
        on months.month_index = company_episodes.first_month_index
),

leads as (
    select
        company_episodes.first_month_index as month_index,
        company_episodes.first_month_index as breach_index,
        product_episodes.item as product_id,
        product_episodes.first_month_index,
        product_episodes.is_at_least
    from company_episodes
    inner join product_episodes
        on
            company_episodes.first_month_index >= product_episodes.first_month_index
            and company_episodes.first_month_index <= product_episodes.runs_to_month_index
    union all
    -- While the company is in no episode, a product that is may be a warning.
    select
        last_month.month_index,
        null as breach_index,
        product_episodes.item as product_id,
        product_episodes.first_month_index,
        product_episodes.is_at_least
    from last_month
    inner join product_episodes
        on last_month.month_index <= product_episodes.runs_to_month_index
    where
        last_month.company_runs_to_index is null
        or last_month.company_runs_to_index < last_month.month_index
),

long_episodes as (
    select
        product_episodes.item,
        product_episodes.first_month_index,
        count(company_episodes.item) as company_breaches
    from product_episodes
    left join company_episodes
        on
            product_episodes.first_month_index <= company_episodes.first_month_index
            and product_episodes.first_month_index + 12 >= company_episodes.first_month_index
    where product_episodes.last_month_index - product_episodes.first_month_index >= 2
    group by product_episodes.item, product_episodes.first_month_index
),

records as (
    select
        item,
        count(*) as product_episodes,
        sum(case when company_breaches > 0 then 1 else 0 end) as followed_episodes
    from long_episodes
    group by item
)

select
    months.arr_month,
    leads.product_id,
    products.product_name,

    cast(leads.month_index - leads.first_month_index as integer) as lead_months,
    cast(coalesce(records.product_episodes, 0) as integer) as product_episodes,
    cast(coalesce(records.followed_episodes, 0) as integer) as followed_episodes,

    leads.is_at_least,

    case when leads.breach_index is not null then months.arr_month end as company_breach_month,
    product_months.arr_month as product_breach_month
from leads
inner join months
    on leads.month_index = months.month_index
inner join months as product_months
    on leads.first_month_index = product_months.month_index
inner join products
    on leads.product_id = products.product_id
left join records
    on leads.product_id = records.item
