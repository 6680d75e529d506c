with licenses as (
    select * from {{ ref('int_licenses_renewed') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
)

select
    licenses.*,
    reporting_date.as_of_date
from licenses
cross join reporting_date
