{%- set measures = ['opening_arr', 'retained_arr', 'closing_arr'] -%}

with comparisons as (
    select * from {{ ref('product_retention', 'int_retention_comparisons') }}
    where
        scope = 'company'
        and window_months = 12
        and opening_arr >= {{ setting('method_floor_arr') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- Comparisons of the same months count together: there are few of these.
totals as (
    select
        from_month,
        to_month,
        sum(weight * opening_arr) as opening_arr,
        sum(weight * least(opening_arr, closing_arr)) as retained_arr,
        sum(weight * closing_arr) as closing_arr
    from comparisons
    group by from_month, to_month
)

select
    {%- for measure in measures %}
    cast(coalesce(sum(totals.{{ measure }}), 0) as {{ money_total_type() }})
        as {{ measure }},
    {%- endfor %}
    months.arr_month
from months
left join totals
    on
        months.month_index >= totals.from_month
        and months.month_index < totals.to_month
group by months.arr_month
