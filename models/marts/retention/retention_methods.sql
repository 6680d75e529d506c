{%- set last_twelve =
    'over (order by company.arr_month rows between 11 preceding and current row)' -%}

with company as (
    select
        *,
        opening_arr - contraction_arr - churned_arr as retained_arr
    from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12
),

monthly as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 1
),

above_floor as (
    select * from {{ ref('product_retention', 'int_retention_above_floor') }}
),

movements as (
    select
        arr_month,
        sum(arr_change) as change_arr,
        sum(case when movement_type = 'expansion' then 0 else arr_change end) as loss_arr
    from {{ ref('product_retention', 'fct_customer_arr_movements') }}
    where movement_type in ('expansion', 'contraction', 'churn')
    group by arr_month
),

summed as (
    select
        company.*,
        sum(company.opening_arr) {{ last_twelve }} as opening_arr_12m,
        sum(company.closing_arr) {{ last_twelve }} as closing_arr_12m,
        sum(company.retained_arr) {{ last_twelve }} as retained_arr_12m,
        sum(coalesce(movements.change_arr, 0)) {{ last_twelve }} as change_arr_12m,
        sum(coalesce(movements.loss_arr, 0)) {{ last_twelve }} as loss_arr_12m
    from company
    left join movements
        on company.arr_month = movements.arr_month
),

ratios as (
    {%- for method, relation, nrr_numerator, grr_numerator, denominator in [
        ('point_to_point_12m', 'summed', 'closing_arr', 'retained_arr', 'opening_arr'),
        (
            'weighted_mean_12m', 'summed', 'closing_arr_12m', 'retained_arr_12m', 'opening_arr_12m'
        ),
        (
            'summed_movements_12m', 'summed', 'opening_arr + change_arr_12m',
            'opening_arr + loss_arr_12m', 'opening_arr'
        ),
        ('survivors_only_12m', 'summed', 'closing_arr', 'retained_arr', 'opening_arr - churned_arr'),
        ('customers_above_floor_12m', 'above_floor', 'closing_arr', 'retained_arr', 'opening_arr'),
    ] %}
    select
        arr_month,
        '{{ method }}' as method,
        cast({{ nrr_numerator }} as {{ money_total_type() }}) as nrr_numerator,
        cast({{ grr_numerator }} as {{ money_total_type() }}) as grr_numerator,
        cast({{ denominator }} as {{ money_total_type() }}) as denominator
    from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- Null where one of the twelve months lacks its rate.
compounded as (
    select
        arr_month,
        {%- for rate in ['nrr', 'grr'] %}
        {% for months_back in range(12) -%}
        lag({{ rate }}, {{ months_back }}) over (order by arr_month){{ ' * ' if not loop.last }}
        {%- endfor %} as {{ rate }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from monthly
)

select
    arr_month,
    method,

    nrr_numerator,
    grr_numerator,
    denominator,
    {{ safe_divide('nrr_numerator', 'denominator') }} as nrr,
    {{ safe_divide('grr_numerator', 'denominator') }} as grr
from ratios
where denominator > 0
union all
select
    arr_month,
    'compounded_monthly_12m' as method,

    cast(null as {{ money_total_type() }}) as nrr_numerator,
    cast(null as {{ money_total_type() }}) as grr_numerator,
    cast(null as {{ money_total_type() }}) as denominator,
    nrr,
    grr
from compounded
where nrr is not null
