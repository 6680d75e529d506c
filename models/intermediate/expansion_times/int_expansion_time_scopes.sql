with first_expansions as (
    select * from {{ ref('product_retention', 'int_first_expansions') }}
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
    where arr > 0
),

segments as (
    select * from {{ ref('product_retention', 'int_customer_segments') }}
    where segment_type <> '(all)'
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

first_months as (
    select
        customer_id,
        min(from_month) as first_month_index
    from customer_changes
    group by customer_id
)

select
    customer_id,
    'all' as scope_type,
    '(all)' as segment_type,
    '(all)' as segment_value,
    outcome,
    days
from first_expansions
union all
select
    customer_id,
    'start_year' as scope_type,
    'start_year' as segment_type,
    cast(cast(extract(year from started_on) as integer) as {{ dbt.type_string() }})
        as segment_value,
    outcome,
    days
from first_expansions
union all
select
    first_expansions.customer_id,
    'segment' as scope_type,
    segments.segment_type,
    segments.segment_value,
    first_expansions.outcome,
    first_expansions.days
from first_expansions
inner join first_months
    on first_expansions.customer_id = first_months.customer_id
inner join reporting_window
    on first_months.first_month_index <= reporting_window.last_month_index
inner join segments
    on
        first_months.customer_id = segments.customer_id
        and first_months.first_month_index >= segments.from_month
        and first_months.first_month_index < segments.to_month
