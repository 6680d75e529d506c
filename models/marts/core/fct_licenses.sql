{#- A contract cannot name the columns that a user adds. -#}
{{- config(contract={'enforced': not var('license_attributes')}, **by_customer()) -}}
{{- wait_for_limits() -}}
with licenses as (
    select * from {{ ref('int_licenses') }}
    {{ only_changed_customers() }}
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
    {%- for attribute in list_var('license_attributes') %}
    {{ attribute }},
    {%- endfor %}

    {{ money('case when is_pending then 0 else counted_arr end') }} as arr,
    {{ money('case when is_pending then counted_arr else 0 end') }} as pending_arr,
    {{ money('case when is_pending then 0 else arr_in_currency end') }} as arr_in_currency,
    {{ money('case when is_pending then arr_in_currency else 0 end') }} as pending_arr_in_currency,
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
