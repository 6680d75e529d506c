-- Every study of the seed has a row for each level, and is read at one of them; so are families,
-- and each of them says how many there are.
with studies as (
    select
        study,
        product_family,
        count(*) as level_count,
        sum(case when is_chosen then 1 else 0 end) as chosen_levels,
        min(coalesce(n_compared, 0)) as lowest_compared,
        max(coalesce(n_compared, 0)) as highest_compared
    from {{ ref('product_retention', 'signals_studies') }}
    group by study, product_family
),

families as (
    select count(distinct product_family) as families
    from studies
    where product_family <> '(all)'
)

select
    seed_studies.study,
    studies.product_family,
    studies.level_count
from {{ ref('product_retention', 'signal_studies') }} as seed_studies
cross join families
left join studies
    on seed_studies.study = studies.study
where
    studies.study is null
    or studies.chosen_levels <> 1
    or studies.lowest_compared <> studies.highest_compared
    or studies.highest_compared
    <> case when studies.product_family = '(all)' then 0 else families.families end
    or studies.level_count <> case
        when seed_studies.study in ({{ landmark_studies() }})
            then {{ study_levels(is_landmark=true) | length }}
        else {{ study_levels() | length }}
    end
