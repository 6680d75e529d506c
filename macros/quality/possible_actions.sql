{#- What the action of each issue may be in seed license_issue_types, the first being the default.
    An issue that other licences decide can only be listed: to reject a licence changes the others. -#}
{% macro possible_actions() -%}
    {%- set actions = {'duplicate_row': ['repaired']} -%}
    {%- for issue in [
        'unreadable_line', 'missing_license_id', 'superseded', 'deleted', 'missing_company_id',
        'one_time_fee', 'trial', 'missing_start_date', 'unreadable_start_date', 'unreadable_end_date',
        'implausible_date', 'zero_length', 'end_before_start', 'unreadable_amount',
        'amount_out_of_range', 'no_amount', 'unknown_currency', 'no_exchange_rate',
    ] -%}
        {%- do actions.update({issue: ['rejected']}) -%}
    {%- endfor -%}
    {%- for issue in [
        'no_product', 'product_not_in_catalog', 'company_not_listed', 'amounts_contradict',
        'term_contradicts_dates', 'unreadable_amount_ignored', 'unreadable_quantity',
        'unreadable_field_ignored', 'unknown_status', 'negative_amount', 'zero_amount',
    ] -%}
        {%- do actions.update({issue: ['kept', 'rejected']}) -%}
    {%- endfor -%}
    {%- for issue in ['product_alias_used', 'missing_currency', 'placeholder_end_date'] -%}
        {%- do actions.update({issue: ['repaired', 'rejected']}) -%}
    {%- endfor -%}
    {%- for issue in [
        'status_contradicts_dates', 'overlap', 'rate_backfilled', 'implausibly_large',
        'price_dispersion', 'never_active_at_month_end',
    ] -%}
        {%- do actions.update({issue: ['kept']}) -%}
    {%- endfor -%}
    {{ return(actions) }}
{%- endmacro %}
