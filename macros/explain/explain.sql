{#- Prints why the ARR of a customer in a product changed in a month: the movements, and the licences
    before and after with what became of each. -#}
{% macro explain(customer, product, month) -%}
    {%- if execute -%}
    {%- set found_customer = find_by_id_or_name(ref('dim_customers'), 'customer', customer) -%}
    {%- set found_product = find_by_id_or_name(ref('dim_products'), 'product', product) -%}
    {%- set first_day = explained_month(month) -%}
    {%- set pair -%}
        customer_id = {{ text_literal(found_customer['id']) }}
        and product_id = {{ text_literal(found_product['id']) }}
    {%- endset -%}
    {%- set in_month = pair ~ " and arr_month = cast('" ~ first_day ~ "' as date)" -%}
    {%- set spine = queried_rows(
        'select opening_arr, arr, negative_arr from ' ~ ref('fct_arr_monthly') ~ ' where ' ~ in_month
    ) -%}
    {%- set movements = queried_rows(
        'select movement_type, reason, arr_change, volume_arr, price_arr from '
        ~ ref('fct_arr_movements') ~ ' where ' ~ in_month ~ ' order by movement_type'
    ) -%}
    {%- set licenses = queried_rows(explain_licenses_sql(pair, first_day)) -%}
    {%- set line = '  {:<24}{:>18}  {}' -%}
    {%- set license_line = '  {:<24}{:>18}{:>18}{:>10}{:>10}  {}' -%}
    {%- do print('') -%}
    {%- do print(
        found_customer['name'] ~ ' (' ~ found_customer['id'] ~ '), ' ~ found_product['name'] ~ ' ('
        ~ found_product['id'] ~ '), ' ~ first_day[:7] ~ ', in ' ~ var('reporting_currency')
    ) -%}
    {%- if not spine -%}
        {%- do print('  No ARR at the end of this month or of the one before.') -%}
    {%- endif -%}
    {%- for row in spine -%}
        {%- do print(line.format('ARR before', amount(row['opening_arr']), '')) -%}
        {%- for movement in movements -%}
            {%- set parts = '' if not movement['volume_arr'] and not movement['price_arr'] else
                ': volume ' ~ amount(movement['volume_arr']) ~ ', price ' ~ amount(movement['price_arr']) -%}
            {%- do print(line.format(
                movement['movement_type'], amount(movement['arr_change']),
                (movement['reason'] or '') ~ parts
            )) -%}
        {%- endfor -%}
        {%- do print(line.format('ARR after', amount(row['arr']), '')) -%}
        {%- if row['negative_arr'] -%}
            {%- do print(line.format('below zero', amount(row['negative_arr']), 'credits beyond ARR')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if licenses -%}
        {%- do print('') -%}
        {%- do print(license_line.format(
            'licence', 'ARR before', 'ARR after', 'units', 'units', ''
        )) -%}
        {%- for license in licenses -%}
            {%- do print(license_line.format(
                license['license_id'], amount(license['arr_before']), amount(license['arr_after']),
                quantity(license['quantity_before']), quantity(license['quantity_after']),
                license_words(license, licenses)
            )) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}
