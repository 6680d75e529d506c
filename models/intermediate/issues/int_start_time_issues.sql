{#- Zones by the minute of UTC at which their days begin in winter. -#}
{%- set zones = {
    60: 'Atlantic/Azores', 180: 'America/Sao_Paulo', 240: 'America/Halifax',
    300: 'America/New_York', 360: 'America/Chicago', 420: 'America/Denver',
    480: 'America/Los_Angeles', 600: 'Pacific/Honolulu', 720: 'Pacific/Auckland',
    840: 'Australia/Brisbane', 900: 'Asia/Tokyo', 960: 'Asia/Singapore', 1020: 'Asia/Bangkok',
    1080: 'Asia/Dhaka', 1110: 'Asia/Kolkata', 1140: 'Asia/Karachi', 1200: 'Asia/Dubai',
    1260: 'Europe/Istanbul', 1320: 'Europe/Athens', 1380: 'Europe/Berlin',
} %}

with licenses as (
    select from_date_text from {{ ref('product_retention', 'stg_planhat__licenses') }}
    where from_date_text is not null
),

timed as (
    select
        case
            when length(from_date_text) > 10 and {{ has_form('from_date_text', 'zoned') }}
                then substr(
                    cast(
                        {{ try_cast('from_date_text', 'timestamp', 'from_date_text') }}
                        as {{ dbt.type_string() }}
                    ), 12, 5
                )
        end as start_time
    from licenses
),

-- Minutes of the day; null for a start without a time.
counted as (
    select
        60 * cast(substr(start_time, 1, 2) as integer) + cast(substr(start_time, 4, 2) as integer)
            as start_minute,
        count(*) as raw_rows
    from timed
    group by start_time
),

totals as (
    select sum(raw_rows) as all_rows
    from counted
),

-- Where clocks change, midnight of summer is an hour of UTC before that of winter.
pairs as (
    select
        summer.start_minute,
        coalesce(winter.start_minute, summer.start_minute) as winter_minute,
        summer.raw_rows + coalesce(winter.raw_rows, 0) as raw_rows
    from counted as summer
    left join counted as winter
        on
            winter.start_minute = (summer.start_minute + 60) % 1440
            and winter.start_minute <> 0
    where summer.start_minute <> 0
),

ranked as (
    select
        pairs.*,
        row_number() over (order by pairs.raw_rows desc, pairs.start_minute asc) as pair_rank
    from pairs
    cross join totals
    where 2 * pairs.raw_rows > totals.all_rows
)

select
    'licenses' as raw_table,
    'from_date' as row_key,
    'starts_not_at_midnight' as issue,
    'most licences start when it is midnight in '
    || case
        {%- for minute, zone in zones.items() if setting('source_timezone') == 'UTC' %}
        when winter_minute = {{ minute }} then '{{ zone }}'
        {%- endfor %}
        when winter_minute > 0 then 'another zone'
    end || '; set source_timezone to the zone of the source' as detail,

    raw_rows,
    cast(null as {{ money_total_type() }}) as arr
from ranked
where pair_rank = 1
