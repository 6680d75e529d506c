{{ config(pre_hook={'sql': "{{ open_raw_table('licenses') }}", 'transaction': not reads_csv()}) }}
{%- set columns = raw_license_columns() -%}
{%- set texts, flags = columns.texts + list_var('license_attributes'), columns.flags -%}
{%- set numbers, dates, times = columns.numbers, columns.dates, columns.times -%}
{%- set currency = "coalesce(upper(text_currency), '" ~ setting('reporting_currency') ~ "')" -%}
{%- set read_columns = numbers + flags + dates + times -%}

with loaded as (
    {{ raw_rows('licenses', texts + read_columns) | indent(4) }}
),

flag_words as (
    {{ input_words('flag') | indent(4) }}
),

renewal_words as (
    {{ input_words('renewal_status') | indent(4) }}
),

trimmed as (
    select
        {%- for column in texts + read_columns %}
        {{ column }} as raw_{{ column }},
        {{ clean_text(column) }} as trimmed_{{ column }},
        {%- endfor %}
        unread_line
    from loaded
),

cleaned as (
    select
        {%- for column in texts + read_columns %}
        {%- set text = 'trimmed.trimmed_' ~ column %}
        {{ known_text(text, four_decimals(text) if column in numbers) }} as text_{{ column }},
        {%- endfor %}
        {%- for column in numbers %}
        {%- set text = 'trimmed.trimmed_' ~ column %}
        case
            when formats.{{ column }}_format = 'point' or {{ text }} not like '%.%'
                then {{ try_cast('trimmed.raw_' ~ column, amount_type(), text) }}
        end as plain_{{ column }},
        {%- endfor %}
        {%- for column in dates + times %}
        {{ iso_text('trimmed.trimmed_' ~ column, 'formats.' ~ column ~ '_format') }}
            as iso_{{ column }},
        {%- endfor %}
        trimmed.*, formats.*
    from trimmed
    cross join {{ ref('product_retention', 'stg_planhat__license_formats') }} as formats
),

parsed as (
    select
        {%- for column in numbers %}
        {%- set unit = currency if column in columns.amounts else "''" %}
        {%- for mark in ['point', 'comma'] %}
        {{ written_number('text_' ~ column, amount_type(), mark, unit, 'plain_' ~ column) }}
            as {{ mark }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {%- for column in flags %}
        {{ column }}_words.meaning = 'true' as {{ column }},
        {%- endfor %}
        {%- for column in dates + times %}
        {{ try_cast('raw_' ~ column, 'date' if column in dates else 'timestamp', 'iso_' ~ column) }}
            as {{ column }},
        {%- endfor %}
        case words.meaning when 'churned' then 'lost' else words.word end as renewal_status,
        case when words.word is null then cleaned.text_renewal_status end as unread_renewal_status,
        cleaned.*
    from cleaned
    {{ flag_joins(flags) }}
    left join renewal_words as words
        on lower(cleaned.text_renewal_status) = words.word
),

checked as (
    select
        {%- for column in texts + read_columns %}
        {%- if column in numbers %}
        {{ read_number(column) }} as {{ column }},
        {%- endif %}
        {%- if column in read_columns %}
        case
            when {{ read_number(column) if column in numbers else column }} is null
                then text_{{ column }}
        end as unread_{{ column }},
        {%- endif %}
        case when text_{{ column }} is null then trimmed_{{ column }} end as word_{{ column }},
        {%- endfor %}
        parsed.*
    from parsed
)

select
    {{ license_key('text_license_id', 'text_product', 'from_date', 'unread_from_date') }}
        as license_id,
    text_license_id as stated_license_id, text_company_id as customer_id,
    text_product as product_text, text_renewal_of_license_id as renewal_of_license_id,
    {{ upper_case('text_currency') }} as currency, {{ lower_case('text_status') }} as status_text,
    {%- for column in texts[7:] %}
    text_{{ column }} as {{ column }},
    {%- endfor %}
    unread_line, text_from_date as from_date_text, renewal_status,
    -- Where no amount is certain, each is the greatest that its text can mean.
    {%- for column in columns.amounts %}
    case
        when coalesce(arr, mrr, value) is not null then {{ column }}
        else {{ greater_number('point_' ~ column, 'comma_' ~ column) }}
    end as {{ column }}_amount,
    unread_{{ column }},
    {%- endfor %}
    quantity, unread_quantity, length as length_months, to_date_included as is_end_date_included,
    {{ named_texts(flags, 'unread_') }} as unread_flags,
    {{ named_texts(['length', 'renewal_status'] + dates[2:] + times, 'unread_') }}
        as unread_fields,
    {{ named_texts(texts + read_columns, 'word_') }} as missing_words,
    fixed_period as is_fixed_term, {{ (flags[2:] + dates + times) | join(', ') }},
    unread_from_date, unread_to_date, unread_created_at, unread_updated_at
from checked
