{%- set as_of_date = var('as_of_date') -%}
{%- set known_at = var('known_at') -%}
{#- The last day of which this build can know. -#}
{%- set last_time = load_time() if known_at is none else "'" ~ known_at ~ "'" -%}
{%- set today = 'cast(' ~ last_time ~ ' as date)' %}
-- The licences must be there for unit tests, though a given reporting date does not read them.
-- depends_on: {{ ref('int_license_dates') }}

{% if as_of_date is not none -%}
select
    {% if known_at is not none and known_at | string < as_of_date | string -%}
    {{ today }} as as_of_date,
    {%- else -%}
    cast('{{ as_of_date }}' as date) as as_of_date,
    {%- endif %}
    {{ load_time() }} as loaded_at
{%- else -%}
with licenses as (
    select * from {{ ref('int_license_dates') }}
),

newest_changes as (
    select
        max(case when updated_on <= {{ today }} then updated_on end) as newest_update,
        max(case when created_on <= {{ today }} then created_on end) as newest_creation
    from licenses
)

select
    coalesce(
        case
            when newest_creation > newest_update then newest_creation
            else coalesce(newest_update, newest_creation)
        end,
        {{ today }}
    ) as as_of_date,
    {{ load_time() }} as loaded_at
from newest_changes
{%- endif %}
