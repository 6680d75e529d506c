-- The intervals of a licence follow one another: where they overlapped, it would stand behind a
-- month twice; where they left a gap, it would be missing.
select
    license_id,
    sum(to_month - from_month) as months_listed,
    max(to_month) - min(from_month) as months_covered
from {{ ref('int_license_period_values') }}
group by license_id
having sum(to_month - from_month) <> max(to_month) - min(from_month)
