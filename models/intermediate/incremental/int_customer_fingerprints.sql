{{ config(**by_build()) }}
{%- set is_by_hash = var('incremental') == 'hash' -%}
{%- if reads_csv() -%}
    {%- set columns = ['license_id', 'unread_fields', 'unread_line'] + license_columns() -%}
{%- else -%}
    {%- set columns = raw_license_columns() -%}
{%- endif -%}

{%- if is_by_hash -%}
with licenses as (
    {{ loaded_licenses(columns + [clean_text('company_id') ~ ' as customer_id']) | indent(4) }}
),
{%- else -%}
with
{%- endif %}

companies as (
    select * from {{ ref('stg_planhat__companies') }}
),

fingerprints as (
    {%- if is_by_hash %}
    select
        coalesce(customer_id, '') as customer_id,
        'licenses' as source_table,
        {{ rows_fingerprint(columns) }} as fingerprint
    from licenses
    group by coalesce(customer_id, '')
    union all
    {%- endif %}
    select
        coalesce(customer_id, '') as customer_id,
        'companies' as source_table,
        {{ rows_fingerprint([
            'customer_name', 'segment', 'industry', 'region', 'owner', 'parent_customer_id',
            'valid_from', 'created_at',
        ] + list_var('customer_segments')) }} as fingerprint
    from companies
    group by coalesce(customer_id, '')
)

select
    customer_id,
    source_table,
    fingerprint,
    '{{ invocation_id }}' as build_id
from fingerprints
