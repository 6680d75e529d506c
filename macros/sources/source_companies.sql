{#- The companies of a source, in the columns that int_companies_landed reads. -#}
{% macro source_companies(source) -%}
    select
        source_connection,
        company_id as customer_id,
        {{ shown_name('name', 'company_id', 'Customer') }} as customer_name,
        industry,
        {{ shown_name('owner_id', 'owner_id', 'Owner') }} as owner,
        parent_id as parent_customer_id,
        stated_company_id,
        is_deleted,
        {{ source_time('created_at') }} as created_at
    from (
        {{ source_rows(source, 'companies') }}
    ) as loaded
{%- endmacro %}
