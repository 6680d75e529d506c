-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with aucs as (
    select * from {{ ref('product_retention', 'int_health_aucs') }}
),

compared as (
    select
        metrics.product_level,
        metrics.metric,
        metrics.evidence,
        metrics.pairs,
        metrics.lost,
        metrics.auc,
        metrics.auc_low,
        metrics.auc_high,
        score_with.auc as score_auc,
        score_without.auc as auc_without,
        case
            when metrics.auc is null then 'too little evidence'
            when metrics.auc_low > 0.5 then 'predicts'
            when metrics.auc_high < 0.5 then 'inverted'
            else 'no sign'
        end as verdict
    from aucs as metrics
    left join aucs as score_with
        on
            metrics.product_level = score_with.product_level
            and metrics.metric = score_with.metric
            and score_with.subject = 'score_with'
    left join aucs as score_without
        on
            metrics.product_level = score_without.product_level
            and metrics.metric = score_without.metric
            and score_without.subject = 'score_without'
    where metrics.subject = 'metric'
)

select
    product_level,
    metric,
    evidence,
    verdict,

    pairs,
    lost as churned,
    auc,
    auc_low,
    auc_high,
    score_auc,
    auc_without,

    evidence = 'enough' and verdict <> 'predicts' and coalesce(auc_without >= score_auc, false)
        as should_go
from compared
