{{ config(
    materialized='table' if reads_csv() else 'view',
    pre_hook={'sql': "{{ open_raw_table('products') }}", 'transaction': not reads_csv()},
) }}
{%- set columns = [
    'product_id', 'name', 'family', 'tier', 'tier_rank', 'role', 'type', 'launched_on',
] -%}

with loaded as (
    {{ raw_rows('products', columns) | indent(4) }}
),

renamed as (
    select
        {{ clean_text('product_id') }} as product_id,
        {{ clean_text('name') }} as product_name,
        {{ clean_text('family') }} as product_family,
        {{ clean_text('tier') }} as tier,
        {{ lower_case(clean_text('role')) }} as product_role,
        {{ lower_case(clean_text('type')) }} as product_type,

        {{ try_cast('tier_rank', 'integer') }} as tier_rank,

        {{ try_cast('launched_on', 'date') }} as launched_on
    from loaded
)

select * from renamed
