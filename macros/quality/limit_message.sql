{#- What is at stake in an issue, beside the limit that it is over; columns of int_issue_totals. -#}
{% macro limit_message(limit) -%}
    issue || ': ' || {{ text_of('license_rows') }} || ' licence rows, '
        || {{ text_of('arr_at_stake') }} || ' {{ var("reporting_currency") }} ('
        || {{ text_of('cast(100 * share_of_arr as decimal(18, 2))') }} || ' % of all ARR); '
        || {{ text_of('rows_without_arr') }} || ' of them of unknown ARR ('
        || {{ text_of('cast(100 * share_of_rows_without_arr as decimal(18, 2))') }}
        || ' % of all rows). {{ limit }} is '
        || {{ text_of('cast(100 * ' ~ limit ~ ' as decimal(18, 2))') }} || ' %. '
        || {{ text_of('meaning') }}
{%- endmacro %}
