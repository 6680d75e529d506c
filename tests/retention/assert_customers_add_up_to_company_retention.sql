-- The customers' own retention adds up to that of the company, in each of the last months.
{%- set amounts = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'closing_arr',
] %}

with months as (
    select
        arr_month,
        row_number() over (order by arr_month desc) as months_back
    from {{ ref('product_retention', 'dim_months') }}
),

company as (
    select company.*
    from {{ ref('product_retention', 'retention_company_monthly') }} as company
    inner join months
        on company.arr_month = months.arr_month
    where months.months_back <= {{ setting('customer_retention_months') }}
),

customers as (
    select
        arr_month,
        window_months,
        {%- for amount in amounts %}
        sum({{ amount }}) as {{ amount }},
        {%- endfor %}
        count(*) as opening_customers,
        sum(case when is_churned then 1 else 0 end) as churned_customers
    from {{ ref('product_retention', 'retention_customer_monthly') }}
    group by arr_month, window_months
)

select
    coalesce(company.arr_month, customers.arr_month) as arr_month,
    coalesce(company.window_months, customers.window_months) as window_months
from company
full outer join customers
    on
        company.arr_month = customers.arr_month
        and company.window_months = customers.window_months
where
    company.arr_month is null
    {%- for column in amounts + ['opening_customers', 'churned_customers'] %}
    or company.{{ column }} <> coalesce(customers.{{ column }}, 0)
    {%- endfor %}
