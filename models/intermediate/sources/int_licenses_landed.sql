{#- With Planhat alone nothing is copied: the licences of staging, and by whom they are said. -#}
{%- set others = other_sources() -%}
{{ config(materialized='table' if others else 'view') }}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set columns = licence_columns() | list + source_contract_columns() | list + ['synced_at'] -%}
{%- set is_linked = others or has_input('customer_links') %}

with planhat as (
    select
        {%- if planhat_extras() %}
        {%- for column in columns if column in licence_columns() %}
        {{ 'coalesce(licenses.quantity, extras.quantity) as quantity' if column == 'quantity'
            else 'licenses.' ~ column }},
        {%- endfor %}
        {%- else %}
        licenses.*,
        {%- endif %}
        'planhat' as source_system,
        {{ no_text }} as source_connection,
        licenses.stated_license_id as source_record_id,
        {{ 'extras.same_as' if planhat_extras() else no_text ~ ' as same_as' }},
        {{ no_text }} as source_issue,
        cast(null as timestamp) as synced_at
    from {{ ref('product_retention', 'stg_planhat__licenses') }} as licenses
    {%- if planhat_extras() %}
    left join {{ ref('product_retention', 'stg_planhat__license_extras') }} as extras
        on licenses.stated_license_id = extras.license_id
    {%- endif %}
)
{%- if is_linked %},

all_sources as (
    select
        {{ columns | join(',\n        ') }}
    from planhat
    {%- for source in others %}
    union all
    select
        {{ columns | join(',\n        ') }}
    from {{ ref('product_retention', 'stg_' ~ source ~ '__licenses') }}
    {%- endfor %}
),

links as (
    select * from {{ ref('product_retention', 'int_customer_links') }}
)

select
    {%- for column in columns %}
    {%- if column == 'customer_id' %}
    links.customer_id,
    {%- elif column == 'source_issue' %}
    case
        when links.is_unlinked
            then coalesce(all_sources.source_issue || ', ', '') || 'customer_not_linked'
        else all_sources.source_issue
    end as source_issue,
    {%- else %}
    all_sources.{{ column }}{{ ',' if not loop.last }}
    {%- endif %}
    {%- endfor %}
from all_sources
left join links
    on
        all_sources.source_system = links.source_system
        and all_sources.customer_id = links.source_customer_id
{%- else %}

select * from planhat
{%- endif %}
