-- The stretches of a licence follow one another: where they overlapped, it would stand behind a
-- month twice; where they left a gap, it would be missing.
select
    license_id,
    sum(coalesce(until_month_index, {{ no_month_index() }}) - first_month_index) as months_listed,
    max(coalesce(until_month_index, {{ no_month_index() }})) - min(first_month_index)
        as months_covered
from {{ ref('int_license_period_values') }}
group by license_id
having
    sum(coalesce(until_month_index, {{ no_month_index() }}) - first_month_index)
    <> max(coalesce(until_month_index, {{ no_month_index() }})) - min(first_month_index)
