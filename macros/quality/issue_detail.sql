{#- What a licence issue found, in the words of the row itself. -#}
{% macro issue_detail(relation) -%}
    case
        when {{ relation }}.issue = 'unreadable_line' then {{ relation }}.unread_line
        when {{ relation }}.issue = 'unreadable_field_ignored' then {{ relation }}.unread_fields
        when {{ relation }}.issue = 'unreadable_start_date'
            then 'from_date is "' || {{ relation }}.unread_from_date || '"'
        when {{ relation }}.issue = 'unreadable_end_date'
            then 'to_date is "' || {{ relation }}.unread_to_date || '"'
        when
            {{ relation }}.issue in (
                'unreadable_amount', 'amount_out_of_range', 'unreadable_amount_ignored'
            )
            then
                'arr "'
                || coalesce({{ relation }}.unread_arr, {{ text_of(relation ~ '.arr_from_arr') }})
                || '", mrr x 12 "'
                || coalesce({{ relation }}.unread_mrr, {{ text_of(relation ~ '.arr_from_mrr') }})
                || '", value a year "'
                || coalesce({{ relation }}.unread_value, {{ text_of(relation ~ '.arr_from_value') }})
                || '"'
        when {{ relation }}.issue = 'amounts_contradict'
            then
                'a year: arr ' || {{ text_of(relation ~ '.arr_from_arr') }}
                || ', mrr ' || {{ text_of(relation ~ '.arr_from_mrr') }}
                || ', value ' || {{ text_of(relation ~ '.arr_from_value') }}
        when
            {{ relation }}.issue in (
                'zero_length', 'end_before_start', 'implausible_date', 'overlap',
                'never_active_at_month_end', 'placeholder_end_date'
            )
            then
                'active from ' || {{ text_of(relation ~ '.starts_on') }}
                || ' until before ' || {{ text_of(relation ~ '.ends_before') }}
        when {{ relation }}.issue = 'term_contradicts_dates'
            then
                'length is ' || {{ text_of(relation ~ '.length_months') }} || ' months, active from '
                || {{ text_of(relation ~ '.starts_on') }} || ' until before '
                || {{ text_of(relation ~ '.ends_before') }}
        when {{ relation }}.issue = 'implausibly_large'
            then
                'the largest other ARR of the customer is '
                || {{ text_of(relation ~ '.compared_with') }}
        when {{ relation }}.issue = 'price_dispersion'
            then
                'for ' || {{ text_of(relation ~ '.quantity') }}
                || ' units; the middle price of the product is '
                || {{ text_of(relation ~ '.compared_with') }} || ' a unit'
        when {{ relation }}.issue in ('unknown_status', 'status_contradicts_dates')
            then
                'status is "' || {{ text_of(relation ~ '.status_text') }} || '", ends before '
                || {{ text_of(relation ~ '.ends_before') }}
        when {{ relation }}.issue in ('product_not_in_catalog', 'product_alias_used', 'one_time_fee')
            then 'product is "' || {{ text_of(relation ~ '.product_text') }} || '"'
        when {{ relation }}.issue in ('superseded', 'duplicate_row')
            then 'updated_at is ' || {{ text_of(relation ~ '.updated_at') }}
        when {{ relation }}.issue in ('no_exchange_rate', 'unknown_currency')
            then 'currency is "' || {{ text_of(relation ~ '.currency') }} || '"'
    end
{%- endmacro %}
