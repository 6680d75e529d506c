{{ config(
    enabled=has_input('customer_links'),
    pre_hook={'sql': "{{ open_raw_table('customer_links') }}", 'transaction': not reads_csv()},
) }}
with loaded as (
    {{ raw_rows(
        'customer_links', ['source_system', 'source_customer_id', 'company_id']
    ) | indent(4) }}
),

renamed as (
    select
        {{ lower_case(known_text(clean_text('source_system'))) }} as source_system,
        {{ known_text(clean_text('source_customer_id')) }} as source_customer_id,
        {{ known_text(clean_text('company_id')) }} as company_id,
        unread_line,
        mended_line
    from loaded
)

select * from renamed
