{{ config(
    enabled=has_input('license_links'),
    pre_hook={'sql': "{{ open_raw_table('license_links') }}", 'transaction': not reads_csv()},
) }}
with loaded as (
    {{ raw_rows('license_links', ['source_system', 'source_record_id', 'counted_in']) | indent(4) }}
),

renamed as (
    select
        {{ lower_case(known_text(clean_text('source_system'))) }} as source_system,
        {{ known_text(clean_text('source_record_id')) }} as source_record_id,
        {{ known_text(clean_text('counted_in')) }} as counted_in,
        unread_line,
        mended_line
    from loaded
)

select * from renamed
