with studies as (
    select
        study,
        'quarter' as matching,
        min_controls,
        cast(claim_low as {{ rate_type() }}) as claim_low,
        cast(claim_high as {{ rate_type() }}) as claim_high
    from {{ ref('product_retention', 'signal_studies') }}
    where study = 'early_expander'
    {%- for kind in ['pilot', 'before pilot'] %}
    union all
    select
        '{{ kind }} ' || pilot_id as study,
        'month' as matching,
        1 as min_controls,
        cast(null as {{ rate_type() }}) as claim_low,
        cast(null as {{ rate_type() }}) as claim_high
    from {{ ref('product_retention', 'int_pilot_windows') }}
    {%- endfor %}
    union all
    select
        'features_used' as study,
        'none' as matching,
        1 as min_controls,
        cast(null as {{ rate_type() }}) as claim_low,
        cast(null as {{ rate_type() }}) as claim_high
),

levels as (
    {%- for matching, names in {
        'quarter': study_levels(is_landmark=true), 'month': study_levels(), 'none': ['all'],
    }.items() %}
    {%- for level in names %}
    select
        '{{ matching }}' as matching,
        '{{ level }}' as level,
        {{ loop.index }} as level_rank
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    studies.study,
    levels.level,

    levels.level_rank,
    studies.min_controls,
    studies.claim_low,
    studies.claim_high
from studies
inner join levels
    on studies.matching = levels.matching
