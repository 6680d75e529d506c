{{ config(enabled=other_sources() | length > 0) }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted and source_issue is not null
),

renewals as (
    select * from {{ ref('product_retention', 'int_license_renewals') }}
),

issues as (
    {%- for issue in source_remarks() %}
    select
        *,
        '{{ issue }}' as issue
    from licenses
    where source_issue like '%{{ issue }}%'
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    issues.license_id,
    issues.customer_id,
    issues.issue,
    cast(null as {{ dbt.type_string() }}) as detail,

    issues.arr,

    {{ renewed_end('issues.stated_ends_before', 'renewals.renewed_on') }} as ends_before
from issues
left join renewals
    on issues.license_id = renewals.license_id
