{{ config(
    materialized='table' if reads_csv() else 'view',
    pre_hook={'sql': "{{ open_raw_table('companies') }}", 'transaction': not reads_csv()},
) }}
{%- set columns = [
    'company_id', 'name', 'segment', 'industry', 'region', 'owner', 'parent_company_id',
    'created_at', 'valid_from',
] -%}

with loaded as (
    {{ raw_rows('companies', columns + list_var('customer_segments')) | indent(4) }}
),

renamed as (
    select
        {{ clean_text('company_id') }} as customer_id,
        {{ shown_name(clean_text('name'), clean_text('company_id'), 'Customer') }}
            as customer_name,
        {{ clean_text('segment') }} as segment,
        {{ clean_text('industry') }} as industry,
        {{ clean_text('region') }} as region,
        {{ shown_name(clean_text('owner'), clean_text('owner'), 'Owner') }} as owner,
        {{ clean_text('parent_company_id') }} as parent_customer_id,
        {%- for segment in list_var('customer_segments') %}
        {{ clean_text(segment) }} as {{ segment }},
        {%- endfor %}

        {{ try_cast('valid_from', 'date') }} as valid_from,
        {{ try_cast('created_at', 'timestamp') }} as created_at
    from loaded
)

select * from renamed
