{%- set keys = 'scope, item, customer_id' -%}

with levels as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope in ('company', 'product') and arr > 0
),

starts as (
    select
        *,
        case
            when lag(to_month) over (partition by {{ keys }} order by from_month) = from_month
                then 0
            else 1
        end as is_start
    from levels
),

numbered as (
    select
        *,
        {{ running_sum('is_start', keys.split(', '), 'from_month') }} as spell
    from starts
)

select
    scope,
    item,
    customer_id,

    min(from_month) as from_month,
    max(to_month) as to_month
from numbered
group by scope, item, customer_id, spell
