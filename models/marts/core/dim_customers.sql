{#- A contract cannot name the columns that a user adds. -#}
{{ config(contract={'enforced': not setting('customer_segments')}) }}
-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with companies as (
    select companies.*
    from {{ ref('product_retention', 'int_companies') }} as companies
    {%- if setting('customer_grain') == 'parent' %}
    inner join {{ ref('product_retention', 'int_customer_parents') }} as parents
        on
            companies.customer_id = parents.company_id
            and parents.company_id = parents.customer_id
    {%- endif %}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

licensed_customers as (
    select customer_id
    from licenses
    group by customer_id
),

reported_arr as (
    select
        customer_changes.customer_id,
        min(months.arr_month) as first_arr_month,
        sum(customer_changes.arr_change) as current_arr
    from customer_changes
    inner join months
        on customer_changes.from_month = months.month_index
    group by customer_changes.customer_id
),

customers as (
    select
        coalesce(companies.customer_id, licensed_customers.customer_id) as customer_id,
        companies.customer_name,
        companies.segment,
        companies.industry,
        companies.region,
        companies.owner,
        companies.parent_customer_id,
        {%- for segment in list_var('customer_segments') %}
        companies.{{ segment }},
        {%- endfor %}
        companies.customer_id is not null as is_in_companies
    from companies
    full outer join licensed_customers
        on companies.customer_id = licensed_customers.customer_id
    -- Other spellings of a company's id count where licences are sold to them.
    where
        licensed_customers.customer_id is not null
        or companies.customer_id = companies.listed_id
)

select
    customers.customer_id,
    coalesce(customers.customer_name, customers.customer_id) as customer_name,
    customers.segment,
    customers.industry,
    customers.region,
    customers.owner,
    customers.parent_customer_id,
    {%- for segment in list_var('customer_segments') %}
    customers.{{ segment }},
    {%- endfor %}

    {{ to_money('coalesce(reported_arr.current_arr, 0)') }} as current_arr,

    customers.is_in_companies,
    coalesce(reported_arr.current_arr, 0) > 0 as is_active,

    reported_arr.first_arr_month
from customers
left join reported_arr
    on customers.customer_id = reported_arr.customer_id
