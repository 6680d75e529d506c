{%- set slack = '1e-9' %}

with measures as (
    select * from {{ ref('product_retention', 'int_pattern_measures') }}
),

wholes as (
    select * from measures
    where segment_type = '(all)'
),

-- A part of at least a share of the whole; how many such places there are.
parts as (
    select
        case
            when counterparts.segment_type = '(all)' then 'product'
            when counterparts.scope = 'company' then 'segment'
            else 'product_segment'
        end as scope,
        subjects.month_index,
        subjects.item as subject,
        counterparts.item as other,
        counterparts.segment_type,
        counterparts.segment_value,
        counterparts.nrr as other_nrr
    from wholes as subjects
    inner join measures as counterparts
        on
            subjects.month_index = counterparts.month_index
            and (
                (subjects.scope = counterparts.scope and subjects.item = counterparts.item)
                or (subjects.scope = 'company' and counterparts.segment_type = '(all)')
            )
            and (subjects.scope <> counterparts.scope or counterparts.segment_type <> '(all)')
    where
        subjects.nrr >= {{ signal_threshold('whole_nrr') }} - {{ slack }}
        and counterparts.opening_arr
        >= {{ signal_threshold('part_opening_share') }} * subjects.opening_arr
),

places as (
    select
        *,
        count(*) over (partition by month_index, scope, subject) as places
    from parts
)

select
    month_index,
    scope,
    subject,
    other,
    segment_type,
    segment_value,

    cast(places as integer) as places
from places
where other_nrr <= {{ signal_threshold('part_nrr') }} + {{ slack }}
