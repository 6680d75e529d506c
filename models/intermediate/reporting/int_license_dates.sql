{{ config(materialized='view') }}
{#- Staging may wait for what depends on the reporting date: the dates then come from raw rows. -#}
{%- set reads_raw = is_built_by_customer() and not reads_csv() -%}

with licenses as (
    {% if reads_raw -%}
    {{ loaded_licenses([
        try_cast('updated_at', 'timestamp') ~ ' as updated_at',
        try_cast('created_at', 'timestamp') ~ ' as created_at',
    ]) | indent(4) }}
    {%- else -%}
    select * from {{ ref('int_licenses_known') }}
    {%- endif %}
)

select
    cast(updated_at as date) as updated_on,
    cast(created_at as date) as created_on
from licenses
