{{ config(pre_hook={'sql': "{{ open_raw_table('products') }}", 'transaction': not reads_csv()}) }}
{%- set columns = [
    'product_id', 'name', 'family', 'tier', 'tier_rank', 'role', 'type', 'launched_on',
] -%}

with loaded as (
    {{ raw_rows('products', columns) | indent(4) }}
),

trimmed as (
    select
        {%- for column in columns %}
        {{ clean_text(column) }} as text_{{ column }},
        {%- endfor %}
        tier_rank,
        launched_on,
        unread_line,
        mended_line
    from loaded
),

dated as (
    select
        *,
        {{ iso_text('text_launched_on', given_format('date_format')) }} as iso_launched_on
    from trimmed
),

renamed as (
    select
        {{ known_text('text_product_id') }} as product_id,
        {{ known_text('text_name') }} as product_name,
        {{ known_text('text_family') }} as product_family,
        {{ known_text('text_tier') }} as tier,
        {{ lower_case(known_text('text_role')) }} as product_role,
        {{ lower_case(known_text('text_type')) }} as product_type,

        {{ try_cast('tier_rank', 'integer', 'text_tier_rank') }} as tier_rank,

        {{ try_cast('launched_on', 'date', 'iso_launched_on') }} as launched_on,

        {{ known_text('text_tier_rank') }} as tier_rank_text,
        {{ known_text('text_launched_on') }} as launched_on_text,
        unread_line,
        mended_line
    from dated
)

select * from renamed
