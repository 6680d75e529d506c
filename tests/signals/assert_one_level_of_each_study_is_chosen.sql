-- Every study of the seed has a row for each level, and is read at one of them.
select
    seed_studies.study,
    count(studies.level) as level_count
from {{ ref('product_retention', 'signal_studies') }} as seed_studies
left join {{ ref('product_retention', 'signals_studies') }} as studies
    on seed_studies.study = studies.study
group by seed_studies.study
having
    count(studies.level) <> {{ study_levels() | length }}
    or sum(case when studies.is_chosen then 1 else 0 end) <> 1
