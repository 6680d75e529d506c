{{ config(materialized='view') }}
{%- set amounts = ['arr', 'mrr', 'value'] -%}

with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_annualised') }}
),

status_words as (
    {{ input_words('status') | indent(4) }}
),

product_type_words as (
    {{ input_words('product_type') | indent(4) }}
)

select
    licenses.*,
    case when licenses.status_text is null then 'active' else status_words.meaning end as status,
    product_type_words.meaning as product_kind,
    licenses.unread_fields is not null as has_unread_field,
    licenses.missing_words is not null as has_missing_word,
    -- Text of an amount that is there all the same is not certain.
    {%- for column in amounts %}
    {{ 'or ' if not loop.first }}(
        licenses.unread_{{ column }} is not null and licenses.{{ column }}_amount is not null
    )
    {%- endfor %}
        as has_doubtful_amount,
    coalesce(
        {%- for column in amounts %}
        {{ 'or ' if not loop.first }}(
            licenses.{{ column }}_amount is not null
            and {{ has_form('licenses.unread_' ~ column, 'point') }}
            and {{ has_form('licenses.unread_' ~ column, 'comma') }}
        )
        {%- endfor %},
        false
    ) as has_ambiguous_amount,
    coalesce(
        {%- for column in ['from_date', 'to_date'] %}
        {{ 'or ' if not loop.first }}(
            {{ has_form('licenses.unread_' ~ column, 'dmy') }}
            and {{ has_form('licenses.unread_' ~ column, 'mdy') }}
        )
        {%- endfor %},
        false
    ) as has_ambiguous_date
from licenses
left join status_words
    on licenses.status_text = status_words.word
left join product_type_words
    on licenses.product_type = product_type_words.word
