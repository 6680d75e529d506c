{{ config(
    enabled=planhat_extras() and setting('input') != 'sample',
    pre_hook={'sql': "{{ open_raw_table('licenses') }}", 'transaction': not reads_csv()},
) }}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set synced_from = source_option('planhat', 'synced_from') -%}
{%- set field = source_option('planhat', 'quantity_field') %}

with loaded as (
    {{ raw_rows('licenses', ['license_id'] + (['source_id'] if synced_from else [])
        + (['custom'] if field else [])) | indent(4) }}
),

named as (
    select
        {{ known_text(clean_text('license_id')) }} as license_id,
        {{ text_literal(synced_from ~ ':') ~ ' || ' ~ known_text(clean_text('source_id'))
            if synced_from else no_text }} as same_as,
        {{ source_amount(json_text(clean_text('custom'), [field])) if field
            else 'cast(null as decimal(20, 8))' }} as quantity
    from loaded
)

select
    license_id,
    min(same_as) as same_as,
    max(quantity) as quantity
from named
where license_id is not null
group by license_id
