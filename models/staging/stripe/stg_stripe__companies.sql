{{ config(enabled=uses_source('stripe')) }}
with loaded as (
    {{ source_rows('stripe', 'companies') | indent(4) }}
)

select
    source_connection,
    company_id as customer_id,
    {{ shown_name('name', 'company_id', 'Customer') }} as customer_name,
    cast(null as {{ dbt.type_string() }}) as industry,
    cast(null as {{ dbt.type_string() }}) as owner,
    cast(null as {{ dbt.type_string() }}) as parent_customer_id,
    stated_company_id,
    is_deleted,
    {{ source_time('created_at') }} as created_at
from loaded
