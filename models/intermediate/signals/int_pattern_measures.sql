with measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where window_months = 12 and scope in ('company', 'product')
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

recent as (
    select
        months.month_index,
        measures.scope,
        measures.item,
        measures.segment_type,
        measures.segment_value,
        measures.opening_arr,
        measures.closing_arr + measures.migrated_out_arr as kept_arr,
        measures.opening_customers as entities,
        measures.nrr_with_migration as nrr,
        measures.grr_with_migration as grr,
        measures.logo_retention
    from measures
    inner join months
        on measures.arr_month = months.arr_month
    where measures.opening_arr > 0
),

totals as (
    select
        month_index,
        sum(opening_arr) as opening_arr,
        sum(kept_arr) as kept_arr
    from recent
    where scope = 'product' and segment_type = '(all)'
    group by month_index
),

companies as (
    select
        month_index,
        nrr
    from recent
    where scope = 'company' and segment_type = '(all)'
)

select
    recent.*,
    companies.nrr as company_nrr,
    case
        when recent.scope = 'product' and recent.segment_type = '(all)'
            then
                {{ safe_divide(
                    'totals.kept_arr - recent.kept_arr', 'totals.opening_arr - recent.opening_arr'
                ) }}
    end as nrr_of_the_rest
from recent
inner join companies
    on recent.month_index = companies.month_index
inner join totals
    on recent.month_index = totals.month_index
where recent.item <> '(unassigned)'
