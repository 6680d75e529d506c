{%- set slack = '1e-9' %}

with measures as (
    select * from {{ ref('product_retention', 'int_pattern_measures') }}
),

wholes as (
    select * from measures
    where segment_type = '(all)'
),

-- One product grows and hides that another one shrinks.
subsidizers as (
    select
        'subsidizer' as pattern,
        'product' as scope,
        subjects.month_index,
        subjects.item as subject,
        counterparts.item as other,
        counterparts.segment_type,
        counterparts.segment_value,
        cast(null as integer) as places
    from wholes as subjects
    inner join wholes as counterparts
        on
            subjects.month_index = counterparts.month_index
            and subjects.item <> counterparts.item
    where
        subjects.scope = 'product'
        and counterparts.scope = 'product'
        and subjects.company_nrr >= {{ signal_threshold('subsidizer_company_nrr') }} - {{ slack }}
        and subjects.nrr >= {{ signal_threshold('subsidizer_nrr') }} - {{ slack }}
        and (
            counterparts.nrr <= {{ signal_threshold('hidden_nrr') }} + {{ slack }}
            or 1 - counterparts.grr >= {{ signal_threshold('hidden_loss') }} - {{ slack }}
        )
),

masked_parts as (
    select
        'masked_part' as pattern,
        scope,
        month_index,
        subject,
        other,
        segment_type,
        segment_value,
        places
    from {{ ref('product_retention', 'int_masked_parts') }}
),

-- What the figures of one alone show.
masked_churns as (
    select
        'masked_churn' as pattern,
        scope,
        month_index,
        item as subject
    from wholes
    where
        grr <= {{ signal_threshold('masked_grr') }} + {{ slack }}
        and nrr >= {{ signal_threshold('masked_nrr') }} - {{ slack }}
),

shrinking as (
    select
        'logos_kept_revenue_shrinks' as pattern,
        scope,
        month_index,
        item as subject
    from wholes
    where
        logo_retention >= {{ signal_threshold('kept_logo_retention') }} - {{ slack }}
        and nrr < {{ signal_threshold('shrinking_nrr') }} - {{ slack }}
),

of_one as (
    select * from masked_churns
    union all
    select * from shrinking
)

select * from subsidizers
union all
select * from masked_parts
union all
select
    pattern,
    scope,
    month_index,
    subject,
    '(none)' as other,
    '(none)' as segment_type,
    '(none)' as segment_value,
    cast(null as integer) as places
from of_one
