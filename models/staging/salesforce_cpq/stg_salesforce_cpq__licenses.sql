{{ config(enabled=uses_source('salesforce_cpq')) }}
{%- set record = ['source_connection', 'record_id', 'product_id', 'currency'] %}

with terms as (
    select * from {{ ref('product_retention', 'stg_salesforce_cpq__terms') }}
),

additive_rows as (
    select * from terms
    where not is_alone
),

-- Amendments add rows, some with a quantity below 0: only their sum is what the customer has.
stretches as (
    {{ licences_from_additive_rows('additive_rows', record) | indent(4) }}
),

records as (
    select
        {{ record | join(',\n        ') }},
        min(customer_id) as customer_id,
        min(status) as status,
        min(same_as) as same_as,
        min(created_at) as created_at,
        max(updated_at) as updated_at,
        max(synced_at) as synced_at
    from additive_rows
    group by {{ record | join(', ') }}
),

summed as (
    select
        records.*,
        stretches.quantity,
        stretches.arr,
        stretches.valid_from as starts_on,
        stretches.valid_to as ends_before,
        cast(null as {{ dbt.type_string() }}) as issue,
        false as is_fee,
        false as is_deleted
    from stretches
    inner join records
        on
            stretches.source_connection = records.source_connection
            and stretches.record_id = records.record_id
            and stretches.product_id = records.product_id
            and {{ is_not_distinct_from('stretches.currency', 'records.currency') }}
),

{% set columns = [
    'source_connection', 'record_id', 'customer_id', 'product_id', 'currency', 'status', 'same_as',
    'issue', 'quantity', 'arr', 'is_fee', 'is_deleted', 'starts_on', 'ends_before', 'created_at',
    'updated_at', 'synced_at',
] -%}
emitted as (
    select
        {{ columns | join(',\n        ') }}
    from summed
    union all
    select
        {{ columns | join(',\n        ') }}
    from terms
    where is_alone
)

{{ licence_contract('salesforce_cpq', 'emitted', {
    'source_record_id': 'record_id',
    'customer_id': 'customer_id',
    'product_text': 'product_id',
    'currency': 'currency',
    'status_text': 'status',
    'arr_amount': 'arr',
    'quantity': 'quantity',
    'from_date': 'starts_on',
    'to_date': 'ends_before',
    'is_end_date_included': 'false',
    'is_recurring': 'not is_fee',
    'auto_renews': 'true',
    'is_deleted': 'is_deleted',
    'created_at': 'created_at',
    'updated_at': 'updated_at',
    'same_as': 'same_as',
    'source_issue': 'issue',
    'synced_at': 'synced_at',
}, is_dated=true) }}
