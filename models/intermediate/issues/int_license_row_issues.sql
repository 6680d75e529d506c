-- Accepted licences, and those that only the seed rejects.
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_valid and has_issue
),

renewals as (
    select * from {{ ref('product_retention', 'int_license_renewals') }}
),

dated as (
    select
        licenses.*,
        {{ renewed_end('licenses.stated_ends_before', 'renewals.renewed_on') }} as ends_before
    from licenses
    left join renewals
        on licenses.license_id = renewals.license_id
),

issues as (
    -- These issues need no detail.
    {%- for issue, flag in {
        'no_product': 'has_no_product',
        'company_not_listed': 'is_company_unlisted',
        'missing_currency': 'is_currency_assumed',
        'unreadable_quantity': 'has_unusable_quantity',
        'negative_amount': 'is_negative',
        'zero_amount': 'is_zero',
    }.items() %}
    select
        *,
        '{{ issue }}' as issue,
        cast(null as {{ dbt.type_string() }}) as detail
    from dated
    where {{ flag }}
    union all
    {%- endfor %}
    {%- for issue, flag in {
        'product_not_in_catalog': 'is_product_unlisted',
        'product_alias_used': 'is_alias_used',
    }.items() %}
    select
        *,
        '{{ issue }}' as issue,
        'product is "' || product_text || '"' as detail
    from dated
    where {{ flag }}
    union all
    {%- endfor %}
    {%- for issue, flag in {
        'placeholder_end_date': 'has_placeholder_end',
        'short_term': 'has_short_term',
    }.items() %}
    select
        *,
        '{{ issue }}' as issue,
        'active from ' || {{ text_of('starts_on') }}
        || ' until before ' || {{ text_of('ends_before') }} as detail
    from dated
    where {{ flag }}
    union all
    {%- endfor %}
    {%- for issue, flag in {
        'amounts_contradict': 'has_contradicting_amounts',
        'zero_amount_replaced': 'has_replaced_zero',
    }.items() %}
    select
        *,
        '{{ issue }}' as issue,
        'a year: arr ' || {{ text_of('arr_from_arr') }} || ', mrr ' || {{ text_of('arr_from_mrr') }}
        || ', value ' || {{ text_of('arr_from_value') }} as detail
    from dated
    where {{ flag }}
    union all
    {%- endfor %}
    select
        *,
        'term_contradicts_dates' as issue,
        'length is ' || {{ text_of('length_months') }} || ' months, active from '
        || {{ text_of('starts_on') }} || ' until before ' || {{ text_of('ends_before') }} as detail
    from dated
    where has_contradicting_term
    union all
    select
        *,
        'unreadable_amount_ignored' as issue,
        'arr "' || coalesce(unread_arr, {{ text_of('arr_from_arr') }})
        || '", mrr x 12 "' || coalesce(unread_mrr, {{ text_of('arr_from_mrr') }})
        || '", value a year "' || coalesce(unread_value, {{ text_of('arr_from_value') }}) || '"'
            as detail
    from dated
    where has_unusable_amount
    union all
    select
        *,
        'unreadable_field_ignored' as issue,
        unread_fields as detail
    from dated
    where has_unread_field
    union all
    select
        *,
        'missing_word_used' as issue,
        missing_words as detail
    from dated
    where has_missing_word
)

select
    license_id,
    customer_id,
    issue,
    detail,

    arr,

    ends_before
from issues
-- A rejected licence is listed with the issue that rejects it, an accepted one with all.
where is_accepted or issue = rejection_reason
