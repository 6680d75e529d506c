{{ config(materialized='view') }}
with versions as (
    select * from {{ ref('product_retention', 'int_company_versions') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

newest as (
    select
        versions.customer_id,
        max(versions.version_number) as version_number
    from versions
    inner join reporting_date
        on versions.version_number = 1 or versions.valid_from <= reporting_date.as_of_date
    group by versions.customer_id
)

select versions.*
from versions
inner join newest
    on
        versions.customer_id = newest.customer_id
        and versions.version_number = newest.version_number
