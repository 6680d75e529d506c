{{ config(
    pre_hook={'sql': "{{ open_raw_table('exchange_rates') }}", 'transaction': not reads_csv()},
) }}
with loaded as (
    {{ raw_rows('exchange_rates', ['currency', 'rate_date', 'rate']) | indent(4) }}
),

cleaned as (
    select
        *,
        {{ clean_text('currency') }} as text_currency,
        {{ clean_text('rate') }} as text_rate,
        {{ clean_text('rate_date') }} as text_rate_date
    from loaded
),

dated as (
    select
        *,
        {{ iso_text('text_rate_date', given_format('date_format')) }} as iso_rate_date
    from cleaned
),

-- A comma in a rate is a decimal mark: no rate has thousands.
renamed as (
    select
        {{ upper_case(known_text('text_currency')) }} as currency,

        coalesce(
            {{ try_cast('rate', 'decimal(18, 8)', 'text_rate') }},
            {{ written_number('text_rate', 'decimal(18, 8)', 'comma', "''") }}
        ) as exchange_rate,

        {{ try_cast('rate_date', 'date', 'iso_rate_date') }} as rate_date,

        {{ known_text('text_rate') }} as rate_text,
        {{ known_text('text_rate_date') }} as rate_date_text,
        unread_line,
        mended_line
    from dated
)

select * from renamed
