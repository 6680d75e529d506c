{#- Zones by the minute of UTC at which their days begin in winter. -#}
{%- set zones = {
    60: 'Atlantic/Azores', 180: 'America/Sao_Paulo', 240: 'America/Halifax',
    300: 'America/New_York', 360: 'America/Chicago', 420: 'America/Denver',
    480: 'America/Los_Angeles', 600: 'Pacific/Honolulu', 720: 'Pacific/Auckland',
    840: 'Australia/Brisbane', 900: 'Asia/Tokyo', 960: 'Asia/Singapore', 1020: 'Asia/Bangkok',
    1080: 'Asia/Dhaka', 1110: 'Asia/Kolkata', 1140: 'Asia/Karachi', 1200: 'Asia/Dubai',
    1260: 'Europe/Istanbul', 1320: 'Europe/Athens', 1380: 'Europe/Berlin',
} %}
{%- set advice = "'; set source_timezone to the zone of the source'" %}

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
        end as start_time,
        substr(from_date_text, 12, 5) as stated_time
    from licenses
),

-- Minutes of the day; null for a start without a time.
counted as (
    select
        60 * cast(substr(start_time, 1, 2) as integer) + cast(substr(start_time, 4, 2) as integer)
            as start_minute,
        count(*) as raw_rows,
        sum(case when start_time <> '00:00' and stated_time = '00:00' then 1 else 0 end)
            as moved_rows
    from timed
    group by start_time
),

totals as (
    select
        sum(raw_rows) as all_rows,
        sum(moved_rows) as moved_rows
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
    case
        when ranked.start_minute is null
            then
                'most licences start at midnight of several zones, which is another time in '
                || 'that of source_timezone, and so often another day; give days without a time'
        {%- for minute, zone in zones.items() if setting('source_timezone') == 'UTC' %}
        when ranked.winter_minute = {{ minute }}
            then 'most licences start when it is midnight in {{ zone }}' || {{ advice }}
        {%- endfor %}
        else 'most licences start when it is midnight in another zone' || {{ advice }}
    end as detail,
    coalesce(ranked.raw_rows, totals.moved_rows) as raw_rows,
    cast(null as {{ money_total_type() }}) as arr
from totals
left join ranked
    on ranked.pair_rank = 1
where ranked.start_minute is not null or 2 * totals.moved_rows > totals.all_rows
