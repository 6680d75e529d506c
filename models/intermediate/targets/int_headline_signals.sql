with months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

concentrations as (
    select * from {{ ref('product_retention', 'int_expansion_concentration') }}
),

patterns as (
    select
        month_index,
        max(case when pattern = 'masked_churn' then 1 else 0 end) as masked_churn,
        max(case when pattern = 'logos_kept_revenue_shrinks' then 1 else 0 end) as shrinking
    from {{ ref('product_retention', 'int_pattern_candidates') }}
    where scope = 'company'
    group by month_index
)

select
    months.arr_month,

    concentrations.expansion_hhi,

    coalesce(patterns.masked_churn, 0) = 1 as has_masked_churn,
    coalesce(patterns.shrinking, 0) = 1 as has_shrinking_revenue
from months
left join concentrations
    on months.month_index = concentrations.month_index
left join patterns
    on months.month_index = patterns.month_index
