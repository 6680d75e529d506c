-- The figures of both sides of a pattern are those of the retention marts, and meet its thresholds.
with patterns as (
    select * from {{ ref('product_retention', 'signals_patterns') }}
    where pattern not in ('expansion_bottleneck', 'churn_canary')
),

measures as (
    select
        arr_month,
        'company' as item,
        '(none)' as part,
        opening_arr,
        closing_arr as kept_arr,
        opening_customers,
        nrr,
        grr,
        logo_retention
    from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12
    union all
    select
        arr_month,
        product_id as item,
        product_id as part,
        opening_arr,
        closing_arr + migrated_out_arr as kept_arr,
        opening_customers,
        nrr_with_migration as nrr,
        grr_with_migration as grr,
        logo_retention
    from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12
    union all
    select
        arr_month,
        'company' as item,
        segment_type || ': ' || segment_value as part,
        opening_arr,
        closing_arr as kept_arr,
        opening_customers,
        nrr,
        grr,
        logo_retention
    from {{ ref('product_retention', 'retention_segment_monthly') }}
    where window_months = 12
    union all
    select
        arr_month,
        product_id as item,
        segment_type || ': ' || segment_value as part,
        opening_arr,
        closing_arr + migrated_out_arr as kept_arr,
        opening_customers,
        nrr_with_migration as nrr,
        grr_with_migration as grr,
        logo_retention
    from {{ ref('product_retention', 'retention_product_segment_monthly') }}
    where window_months = 12
),

wholes as (
    select
        measures.*,
        sum(case when measures.item = measures.part then measures.kept_arr end)
            over (partition by measures.arr_month)
        - measures.kept_arr as other_kept_arr,
        sum(case when measures.item = measures.part then measures.opening_arr end)
            over (partition by measures.arr_month)
        - measures.opening_arr as other_opening_arr,
        max(case when measures.part = '(none)' then measures.nrr end)
            over (partition by measures.arr_month) as company_nrr
    from measures
    where measures.item = measures.part or measures.part = '(none)'
)

select
    patterns.arr_month,
    patterns.pattern,
    patterns.subject,
    patterns.other
from patterns
left join wholes
    on
        patterns.arr_month = wholes.arr_month
        and patterns.subject = wholes.item
left join measures as counterparts
    on
        patterns.arr_month = counterparts.arr_month
        and patterns.other = counterparts.part
        and case when patterns.scope = 'product' then patterns.other else patterns.subject end
        = counterparts.item
where
    wholes.item is null
    or (patterns.other <> '(none)' and counterparts.item is null)
    or abs(patterns.subject_nrr - wholes.nrr) > 1e-9
    or abs(patterns.grr - wholes.grr) > 1e-9
    or abs(patterns.logo_retention - wholes.logo_retention) > 1e-9
    or abs(patterns.company_nrr - wholes.company_nrr) > 1e-9
    or patterns.n_subject <> wholes.opening_customers
    or abs(patterns.other_nrr - counterparts.nrr) > 1e-9
    or patterns.n_other <> counterparts.opening_customers
    or patterns.arr_at_stake <> coalesce(counterparts.opening_arr, wholes.opening_arr)
    or (patterns.pattern = 'subsidizer') <> (patterns.nrr_of_the_rest is not null)
    or abs(patterns.nrr_of_the_rest * wholes.other_opening_arr - wholes.other_kept_arr)
    > 1e-9 * wholes.other_opening_arr
