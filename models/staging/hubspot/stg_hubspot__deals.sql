{{ config(enabled=uses_source('hubspot')) }}
with loaded as (
    {{ source_rows('hubspot', 'deals') | indent(4) }}
),

stages as (
    {{ source_rows('hubspot', 'stages') | indent(4) }}
),

won_stages as (
    select
        source_connection,
        stage_id
    from stages
    where {{ is_true('is_closed_won') }}
    group by source_connection, stage_id
),

known_stages as (
    select
        source_connection,
        stage_id
    from stages
    where is_closed_won is not null
    group by source_connection, stage_id
)

select
    loaded.source_connection,
    loaded.deal_id,
    upper(loaded.currency) as currency,
    loaded.lost_reason,
    loaded.company_ids,
    loaded.line_ids,
    {{ source_amount('loaded.amount') }} as amount,
    case
        when known_stages.stage_id is not null then won_stages.stage_id is not null
        else {{ is_true('loaded.is_closed_won') }}
    end as is_won,
    loaded.is_deleted,
    {{ source_day('loaded.close_date') }} as close_date,
    loaded.synced_at
from loaded
left join known_stages
    on
        loaded.source_connection = known_stages.source_connection
        and loaded.stage_id = known_stages.stage_id
left join won_stages
    on
        loaded.source_connection = won_stages.source_connection
        and loaded.stage_id = won_stages.stage_id
