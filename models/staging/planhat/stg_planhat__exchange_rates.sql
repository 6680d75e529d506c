{{ config(
    materialized='table' if reads_csv() else 'view',
    pre_hook={'sql': "{{ open_raw_table('exchange_rates') }}", 'transaction': not reads_csv()},
) }}
with loaded as (
    {{ raw_rows('exchange_rates', ['currency', 'rate_date', 'rate']) | indent(4) }}
),

renamed as (
    select
        {{ upper_case(clean_text('currency')) }} as currency,

        {{ try_cast('rate', 'decimal(18, 8)') }} as exchange_rate,

        {{ try_cast('rate_date', 'date') }} as rate_date
    from loaded
)

select * from renamed
