{{ config(
    pre_hook={'sql': "{{ open_raw_table('product_usage') }}", 'transaction': not reads_csv()},
) }}
{%- set counts = [
    'active_users', 'used_units', 'entitled_units', 'features_used', 'features_available',
] -%}

with measured as (
    {{ measured_rows('product_usage', ['company_id', 'product'], 'usage_date', counts)
        | indent(4) }}
)

select
    company_id,
    product as product_text,

    {{ counts | join(',\n    ') }},

    usage_date,

    usage_date_text,
    unread_fields,
    unread_line,
    mended_line
from measured
