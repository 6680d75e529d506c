-- What the company's NRR would be if one product's were higher by some points, and all else as it
-- was. Set the points, compile it (dbt compile --select what_product_nrr_adds) and run what
-- target/compiled holds.
{%- set points = 0.05 %}

with products as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12
),

company as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12
),

months as (
    select * from {{ ref('product_retention', 'dim_months') }}
    where is_latest_month
)

select
    products.product_id,
    products.product_name,
    products.opening_arr,
    products.nrr,
    products.nrr + {{ points }} as supposed_nrr,
    round({{ points }} * products.opening_arr, 2) as added_arr,
    company.nrr as company_nrr,
    company.nrr + {{ safe_divide(points ~ ' * products.opening_arr', 'company.opening_arr') }}
        as supposed_company_nrr
from products
inner join company
    on products.arr_month = company.arr_month
inner join months
    on products.arr_month = months.arr_month
order by added_arr desc, products.product_id asc
