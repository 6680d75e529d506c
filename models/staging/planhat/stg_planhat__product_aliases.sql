{{ config(
    pre_hook={'sql': "{{ open_raw_table('product_aliases') }}", 'transaction': not reads_csv()},
) }}
with loaded as (
    {{ raw_rows('product_aliases', ['alias', 'product_id']) | indent(4) }}
),

renamed as (
    select
        {{ known_text(clean_text('alias')) }} as product_alias,
        {{ known_text(clean_text('product_id')) }} as product_id,
        unread_line,
        mended_line
    from loaded
)

select * from renamed
