{#- Prints why the ARR of a customer in a product changed in a month: its movements, and what happened
    to each licence. Without a month: in which months something moved. -#}
{% macro explain(customer, product, month='') -%}
    {%- if execute -%}
    {%- set customer = find_by_id_or_name(ref('product_retention', 'dim_customers'), 'customer', customer) -%}
    {%- set product = find_by_id_or_name(ref('product_retention', 'dim_products'), 'product', product) -%}
    {%- if not month -%}
        {{ return(print(moved_months(ref('product_retention', 'fct_arr_movements'), customer, product) | join('\n'))) }}
    {%- endif -%}
    {%- set first_day = asked_month('month', month) -%}
    {%- set reported = queried_rows(
        'select ' ~ text_of('min(arr_month)') ~ ' as first_month, ' ~ text_of('max(arr_month)')
        ~ ' as last_month from ' ~ ref('product_retention', 'dim_months')
    )[0] -%}
    {%- if not reported['first_month'] <= first_day <= reported['last_month'] -%}
        {{ exceptions.raise_compiler_error(
            first_day[:7] ~ ' is not reported; reported are ' ~ reported['first_month'][:7] ~ ' to '
            ~ reported['last_month'][:7]
        ) }}
    {%- endif -%}
    {%- set rows = {} -%}
    {%- for mart, order_by in {
        'fct_arr_monthly': 'arr_month', 'fct_arr_movements': 'movement_type',
        'fct_license_arr_monthly': 'coalesce(opening_arr, 0) = 0, starts_on, license_id',
    }.items() -%}
        {%- do rows.update({mart: queried_rows(
            'select * from ' ~ ref(mart) ~ ' where customer_id = ' ~ text_literal(customer['id'])
            ~ ' and product_id = ' ~ text_literal(product['id'])
            ~ " and arr_month = cast('" ~ first_day ~ "' as date) order by " ~ order_by
        )}) -%}
    {%- endfor -%}
    {%- set line, license_line = '  {:<24}{:>18}  {}', '  {:<24}{:>18}{:>18}{:>10}{:>10}  {}' -%}
    {%- set lines = ['', customer['name'] ~ ' (' ~ customer['id'] ~ '), ' ~ product['name'] ~ ' ('
        ~ product['id'] ~ '), ' ~ first_day[:7] ~ ', in ' ~ setting('reporting_currency')] -%}
    {%- for spine in rows['fct_arr_monthly'] -%}
        {%- do lines.append(line.format('ARR before', printed(spine['opening_arr']), '')) -%}
        {%- for movement in rows['fct_arr_movements'] -%}
            {%- do lines.append(line.format(
                movement['movement_type'], printed(movement['arr_change']), movement['reason']
                ~ (': volume ' ~ printed(movement['volume_arr']) ~ ', price ' ~ printed(movement['price_arr'])
                    if movement['volume_arr'] or movement['price_arr'] else '')
            )) -%}
        {%- endfor -%}
        {%- do lines.append(line.format('ARR after', printed(spine['arr']), '')) -%}
        {%- do lines.append(line.format(
            'below zero', printed(spine['negative_arr']), 'credits beyond ARR'
        )) if spine['negative_arr'] -%}
    {%- else -%}
        {%- do lines.append('  No ARR at the end of this month or of the one before.') -%}
    {%- endfor -%}
    {%- for license in rows['fct_license_arr_monthly'] -%}
        {%- do lines.extend([
            '', license_line.format('licence', 'ARR before', 'ARR after', 'units', 'units', '')
        ]) if loop.first -%}
        {%- do lines.append(license_line.format(
            license['license_id'], printed(license['opening_arr']), printed(license['closing_arr']),
            printed(license['opening_quantity'], '{:,.4f}').rstrip('0').rstrip('.'),
            printed(license['closing_quantity'], '{:,.4f}').rstrip('0').rstrip('.'),
            license['what_happened']
        )) -%}
    {%- endfor -%}
    {%- do print(lines | join('\n')) -%}
    {%- endif -%}
{%- endmacro %}
