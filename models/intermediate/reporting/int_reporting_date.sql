{%- set as_of_date = setting('as_of_date') -%}
{%- set known_at = setting('known_at') -%}
{#- The last moment that this build can know of. -#}
{%- set last_time = load_time() if known_at is none else "'" ~ known_at ~ "'" -%}
{%- set last_day = 'cast(' ~ last_time ~ ' as date)' %}
{%- if none not in [as_of_date, known_at] and known_at | string < as_of_date | string -%}
    {%- set as_of_date = known_at -%}
{%- endif %}
with licenses as (
    select
        cast(updated_at as date) as updated_on,
        cast(created_at as date) as created_on
    from {{ ref('product_retention', 'int_licenses_deduplicated') }}
),

-- A day in the future is a typing error.
newest_changes as (
    select
        max(case when updated_on <= {{ last_day }} then updated_on end) as newest_update,
        max(case when created_on <= {{ last_day }} then created_on end) as newest_creation
    from licenses
)

select
    {% if as_of_date is not none -%}
    cast('{{ as_of_date }}' as date) as as_of_date,
    {%- else -%}
    coalesce(
        case
            when newest_creation > newest_update then newest_creation
            else coalesce(newest_update, newest_creation)
        end,
        {{ last_day }}
    ) as as_of_date,
    {%- endif %}
    '{{ setting("input") }}' as source_input,
    {{ load_time() }} as loaded_at
from newest_changes
