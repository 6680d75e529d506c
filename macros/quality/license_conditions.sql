{#- Issues of a licence that its own row shows, and that a user may have rejected: what must hold of
    it, in terms of int_licenses_judged. The first that holds is the reason of a rejection. -#}
{% macro license_conditions() -%}
    {%- set conditions = {
        'no_product': "product_id = '(unassigned)'",
        'product_not_in_catalog': "not is_in_catalog and product_id <> '(unassigned)'",
        'product_alias_used': 'is_alias_used',
        'company_not_listed': 'not is_company_listed',
        'missing_currency': 'is_currency_assumed',
        'placeholder_end_date': 'has_placeholder_end',
        'amounts_contradict':
            'abs(arr_from_arr - arr_from_mrr) > 0.12 or abs(arr_from_mrr - arr_from_value) > 0.12 '
            ~ 'or abs(arr_from_arr - arr_from_value) > 0.12',
        'term_contradicts_dates':
            'length_months > 0 and abs(365.25 * least(length_months, 100000) - 12 * '
            ~ days_between('starts_on', 'stated_ends_before') ~ ') > 365.25',
        'unreadable_amount_ignored': 'has_unusable_amount',
        'unreadable_quantity': 'has_unusable_quantity',
        'unreadable_field_ignored': 'unread_fields is not null',
        'unknown_status':
            "status = 'active' and status_text not in ('active', 'ongoing', 'renewed', 'customer')",
        'negative_amount': 'arr < 0',
        'zero_amount': 'arr = 0',
    } -%}
    {%- if not has_input('products') -%}{%- do conditions.pop('product_not_in_catalog') -%}{%- endif -%}
    {%- if not has_input('companies') -%}{%- do conditions.pop('company_not_listed') -%}{%- endif -%}
    {{ return(conditions) }}
{%- endmacro %}
