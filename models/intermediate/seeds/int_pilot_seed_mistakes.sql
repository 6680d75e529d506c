with pilots as (
    select * from {{ ref('product_retention', 'pilots') }}
),

pilot_ids as (
    select pilot_id
    from pilots
    group by pilot_id
),

members as (
    select
        pilot_members.*,
        pilot_ids.pilot_id is not null as has_pilot
    from {{ ref('product_retention', 'pilot_members') }} as pilot_members
    left join pilot_ids
        on pilot_members.pilot_id = pilot_ids.pilot_id
),

found as (
    {{ seed_mistakes(
        'pilots', 'pilots', ['pilot_id'],
        needed=['pilot_name', 'starts_on'],
        rules=[
            (
                'ends_on < starts_on',
                wrong_value('ends_on', "'empty, or not before starts_on ' || " ~ text_of('starts_on')),
            ),
        ],
    ) }}
    union all
    {{ seed_mistakes(
        'pilot_members', 'members', ['pilot_id', 'customer_id'],
        rules=[('not has_pilot', "' seed pilots has no row with this pilot_id.'")],
    ) }}
)

select
    seed_name,
    message
from found
group by seed_name, message
