{%- set amounts = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'closing_arr',
] -%}

with comparisons as (
    select * from {{ ref('product_retention', 'int_retention_comparisons') }}
    where scope = 'company'
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

last_month as (
    select max(month_index) as month_index
    from months
),

recent_months as (
    select months.*
    from months
    inner join last_month
        on months.month_index > last_month.month_index - {{ setting('customer_retention_months') }}
),

-- Where exchange rates move the opening a month has several comparisons, of different weight.
totals as (
    select
        recent_months.arr_month,
        comparisons.window_months,
        comparisons.customer_id,
        {%- for amount in amounts %}
        cast(sum(comparisons.weight * comparisons.{{ amount }}) as {{ money_total_type() }})
            as {{ amount }}{{ ',' if not loop.last }}
        {%- endfor %}
    from comparisons
    inner join recent_months
        on
            comparisons.from_month <= recent_months.month_index
            and comparisons.to_month > recent_months.month_index
    group by recent_months.arr_month, comparisons.window_months, comparisons.customer_id
)

select
    totals.arr_month,
    totals.window_months,
    totals.customer_id,
    customers.customer_name,
{% for amount in amounts %}
    totals.{{ amount }},
    {%- endfor %}
    {{ nrr(
        'totals.opening_arr', 'totals.expansion_arr', 'totals.contraction_arr',
        'totals.churned_arr'
    ) }} as nrr,
    {{ grr('totals.opening_arr', 'totals.contraction_arr', 'totals.churned_arr') }} as grr,

    totals.closing_arr = 0 as is_churned
from totals
inner join customers
    on totals.customer_id = customers.customer_id
