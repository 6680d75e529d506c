with reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

months as (
    select * from {{ ref('product_retention', 'dim_months') }}
),

-- No row of months where no licence was accepted.
last_months as (
    select max(arr_month) as last_month
    from months
)

select
    reporting_date.as_of_date,
    last_months.last_month,
    '{{ setting("reporting_currency") }}' as reporting_currency,
    reporting_date.source_input,
    {{ text_literal(policy_settings()) }} as policy_settings,
    '0.5.0' as project_version,
    reporting_date.loaded_at as built_at
from reporting_date
cross join last_months
