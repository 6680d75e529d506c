-- Limits lie as far on either side of a figure, a part is looked for among the parts of its whole,
-- and what is found is clear and has enough evidence. The limits of a product are those of the
-- scorecard where nothing migrated.
with patterns as (
    select * from {{ ref('product_retention', 'signals_patterns') }}
),

scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

measures as (
    select * from {{ ref('product_retention', 'int_pattern_measures') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

products as (
    select
        months.arr_month,
        measures.item,
        measures.nrr,
        scorecard.nrr_low
    from measures
    inner join months
        on measures.month_index = months.month_index
    inner join scorecard
        on
            months.arr_month = scorecard.arr_month
            and measures.item = scorecard.product_id
    where measures.segment_type = '(all)' and abs(measures.nrr - scorecard.nrr) < 1e-12
),

places as (
    select
        months.arr_month,
        case when wholes.scope = 'company' then 'company' else wholes.item end as subject,
        case
            when parts.segment_type = '(all)' then 'product'
            when parts.scope = 'company' then 'segment'
            else 'product_segment'
        end as scope,
        count(*) as n_compared
    from measures as wholes
    inner join months
        on wholes.month_index = months.month_index
    inner join measures as parts
        on
            wholes.month_index = parts.month_index
            and (
                wholes.item = parts.item
                or (wholes.scope = 'company' and parts.segment_type = '(all)')
            )
            and (wholes.scope <> parts.scope or parts.segment_type <> '(all)')
            and wholes.opening_arr * {{ signal_threshold('part_opening_share') }}
            <= parts.opening_arr
    where wholes.segment_type = '(all)'
    group by 1, 2, 3
)

select
    patterns.arr_month,
    patterns.pattern,
    patterns.subject,
    patterns.other
from patterns
left join products as subjects
    on
        patterns.arr_month = subjects.arr_month
        and patterns.subject = subjects.item
left join products as counterparts
    on
        patterns.arr_month = counterparts.arr_month
        and patterns.other = counterparts.item
        and patterns.pattern = 'subsidizer'
left join places
    on
        patterns.arr_month = places.arr_month
        and patterns.subject = places.subject
        and patterns.scope = places.scope
where
    abs(patterns.subject_low + patterns.subject_high - 2 * patterns.subject_nrr) > 1e-9
    or abs(patterns.other_low + patterns.other_high - 2 * patterns.other_nrr) > 1e-9
    or abs(patterns.subject_low - subjects.nrr_low) > 1e-9
    or abs(patterns.other_low - counterparts.nrr_low) > 1e-9
    or (patterns.subject_low is null) <> (patterns.subject_high is null)
    or (patterns.other_low is null) <> (patterns.other_high is null)
    or (patterns.pattern = 'masked_part') <> (patterns.n_compared is not null)
    or patterns.n_compared <> places.n_compared
    or patterns.is_found <> (
        patterns.pattern = 'churn_canary' and patterns.evidence = 'enough'
        or patterns.pattern <> 'churn_canary'
        and patterns.n_subject >= {{ signal_threshold('min_base') }}
        and coalesce(patterns.n_other, patterns.n_subject) >= {{ signal_threshold('min_base') }}
        and coalesce(patterns.is_clear, true)
    )
    or (patterns.is_clear is null)
    <> (patterns.pattern in ('masked_churn', 'logos_kept_revenue_shrinks'))
    or patterns.is_clear <> case patterns.pattern
        when 'subsidizer'
            then
                coalesce(
                    patterns.subject_low > patterns.company_nrr
                    and patterns.other_high < patterns.company_nrr, false
                )
        when 'masked_part' then coalesce(patterns.other_high < patterns.subject_nrr, false)
        when 'expansion_bottleneck' then coalesce(patterns.difference_low > 0, false)
        when 'churn_canary' then true
    end
    or patterns.since_month > patterns.arr_month
