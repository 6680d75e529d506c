{{ config(pre_hook={'sql': "{{ open_raw_table('companies') }}", 'transaction': not reads_csv()}) }}
{%- set columns = [
    'company_id', 'name', 'segment', 'industry', 'region', 'owner', 'parent_company_id',
    'created_at', 'valid_from',
] -%}

with loaded as (
    {{ raw_rows('companies', columns + list_var('customer_segments')) | indent(4) }}
),

trimmed as (
    select
        {%- for column in columns + list_var('customer_segments') %}
        {{ clean_text(column) }} as text_{{ column }},
        {%- endfor %}
        valid_from,
        created_at,
        unread_line,
        mended_line
    from loaded
),

dated as (
    select
        *,
        {{ iso_text('text_valid_from', given_format('date_format')) }} as iso_valid_from,
        {{ iso_text('text_created_at', given_format('date_format')) }} as iso_created_at
    from trimmed
),

renamed as (
    select
        {{ known_text('text_company_id') }} as customer_id,
        {{ shown_name(known_text('text_name'), known_text('text_company_id'), 'Customer') }}
            as customer_name,
        {{ known_text('text_segment') }} as segment,
        {{ known_text('text_industry') }} as industry,
        {{ known_text('text_region') }} as region,
        {{ shown_name(known_text('text_owner'), known_text('text_owner'), 'Owner') }} as owner,
        {{ known_text('text_parent_company_id') }} as parent_customer_id,
        {%- for segment in list_var('customer_segments') %}
        {{ known_text('text_' ~ segment) }} as {{ segment }},
        {%- endfor %}

        {{ try_cast('valid_from', 'date', 'iso_valid_from') }} as valid_from,
        {{ try_cast('created_at', 'timestamp', 'iso_created_at') }} as created_at,

        {{ known_text('text_valid_from') }} as valid_from_text,
        {{ known_text('text_created_at') }} as created_at_text,
        unread_line,
        mended_line
    from dated
)

select * from renamed
