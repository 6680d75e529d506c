{%- set as_of_date = var('as_of_date') -%}
{% if as_of_date is not none -%}
select cast('{{ as_of_date }}' as date) as as_of_date
{%- else -%}
with licenses as (
    select
        cast(updated_at as date) as updated_on,
        cast(created_at as date) as created_on
    from {{ ref('stg_planhat__licenses') }}
),

newest_changes as (
    select
        max(case when updated_on <= current_date then updated_on end) as newest_update,
        max(case when created_on <= current_date then created_on end) as newest_creation
    from licenses
)

select
    coalesce(
        case
            when newest_creation > newest_update then newest_creation
            else coalesce(newest_update, newest_creation)
        end,
        current_date
    ) as as_of_date
from newest_changes
{%- endif %}
