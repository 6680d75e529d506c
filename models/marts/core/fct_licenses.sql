{#- A contract cannot name the columns that a user adds. -#}
{{ config(contract={'enforced': not setting('license_attributes')}) }}
-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
)

select
    license_id,
    customer_id,
    company_id,
    product_id,
    renewal_of_license_id,
    currency,
    status,
    renewal_status,
    lost_reason,
    source_system,
    source_connection,
    source_record_id,
    {%- for attribute in list_var('license_attributes') %}
    {{ attribute }},
    {%- endfor %}

    {{ to_money('case when is_pending then 0 else arr end') }} as arr,
    {{ to_money('case when is_pending then arr else 0 end') }} as pending_arr,
    {{ to_money('case when is_pending then 0 else arr_in_currency end') }} as arr_in_currency,
    {{ to_money('case when is_pending then arr_in_currency else 0 end') }}
        as pending_arr_in_currency,
    exchange_rate,
    quantity,

    auto_renews,
    is_in_catalog,

    starts_on,
    ends_before,
    stated_ends_before,
    renewed_on,
    renewal_date,
    notice_date,
    created_at,
    updated_at
from licenses
