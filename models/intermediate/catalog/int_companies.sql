{{ config(materialized='view') }}
with versions as (
    select * from {{ ref('int_company_versions') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),

ranked as (
    select
        versions.*,
        row_number() over (
            partition by versions.customer_id order by versions.version_number desc
        ) as newest_rank
    from versions
    inner join reporting_date
        on versions.version_number = 1 or versions.valid_from <= reporting_date.as_of_date
)

select * from ranked
where newest_rank = 1
