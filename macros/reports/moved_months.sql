{#- The lines that say in which months the ARR of a customer in a product moved. -#}
{% macro moved_months(movements, customer, product) -%}
    {%- set lines = ['', customer['name'] ~ ' (' ~ customer['id'] ~ '), ' ~ product['name'] ~ ' ('
        ~ product['id'] ~ '), in ' ~ setting('reporting_currency')] -%}
    {%- set rows = queried_rows(
        'select ' ~ text_of('arr_month') ~ ' as month, movement_type, reason, arr_change from ' ~ movements
        ~ ' where customer_id = ' ~ text_literal(customer['id']) ~ ' and product_id = '
        ~ text_literal(product['id']) ~ ' order by arr_month, movement_type'
    ) -%}
    {%- for row in rows -%}
        {%- do lines.append('  {}  {:<16}{:>18}  {}'.format(
            row['month'][:7], row['movement_type'], printed(row['arr_change']), row['reason']
        )) -%}
    {%- else -%}
        {%- do lines.append('  This customer has never had ARR in this product.') -%}
    {%- endfor -%}
    {%- do lines.append('Name one of these months to see the licences behind it: MONTH=...') if rows -%}
    {{ return(lines) }}
{%- endmacro %}
