{{ config(enabled=other_sources() | length > 0) }}
{%- set columns = licence_columns() | list + source_contract_columns() | list -%}
with licenses as {{ not_materialized() }}(
    select
        *,
        {{ record_key('source_system', 'source_record_id') }} as record_key
    from {{ ref('product_retention', 'int_licenses_landed') }}
),

sources as (
    {%- for source in setting('sources') %}
    select
        '{{ source }}' as source_system,
        {{ loop.index }} as source_rank
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

records as (
    select
        licenses.source_system,
        licenses.record_key,
        min(licenses.same_as) as same_as,
        min(sources.source_rank) as source_rank
    from licenses
    inner join sources
        on licenses.source_system = sources.source_system
    where licenses.source_record_id is not null
    group by licenses.source_system, licenses.record_key
),

-- Of two records that one of them calls the same, the one of the later source is the copy.
copies as (
    select
        case when one.source_rank > other.source_rank then one.record_key else other.record_key end
            as record_key
    from records as one
    inner join records as other
        on one.same_as = other.record_key and one.source_rank <> other.source_rank
    {%- if has_input('license_links') %}
    union all
    select {{ record_key('links.source_system', 'links.source_record_id') }} as record_key
    from {{ ref('product_retention', 'stg_planhat__license_links') }} as links
    inner join sources
        on {{ lower_case('links.counted_in') }} = sources.source_system
    where links.counted_in <> links.source_system
    {%- endif %}
),

distinct_copies as (
    select record_key
    from copies
    group by record_key
)

select
    {%- for column in columns %}
    {%- if column == 'source_issue' %}
    case
        when distinct_copies.record_key is not null
            then coalesce(licenses.source_issue || ', ', '') || 'counted_in_other_source'
        else licenses.source_issue
    end as source_issue
    {%- else %}
    licenses.{{ column }}
    {%- endif %}{{ ',' if not loop.last }}
    {%- endfor %}
from licenses
left join distinct_copies
    on licenses.record_key = distinct_copies.record_key
