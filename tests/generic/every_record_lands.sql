{% test every_record_lands(model, records, record_id, is_all=true) %}
{%- set model = tested_model(model) %}
with records as (
    select
        source_connection,
        {{ record_id }} as record_id
    from {{ records }}
    group by source_connection, {{ record_id }}
),

landed as (
    select
        source_connection,
        source_record_id as record_id
    from {{ model }}
    group by source_connection, source_record_id
)

select
    coalesce(records.source_connection, landed.source_connection) as source_connection,
    coalesce(records.record_id, landed.record_id) as record_id,
    case when landed.record_id is null then 'is lost' else 'is not in the source' end as problem
from records
full outer join landed
    on
        records.source_connection = landed.source_connection
        and records.record_id = landed.record_id
where landed.record_id is null{{ ' or records.record_id is null' if is_all }}
{% endtest %}
