{#- Stops the model where its raw table lacks a needed column, or names a column twice. Of columns
    in a list within the list one is enough. -#}
{% macro check_raw_columns(table_name, found, header) -%}
    {%- set needed_columns = {
        'licenses': [
            'license_id', 'company_id', 'product', 'from_date', 'to_date', ['arr', 'mrr', 'value'],
        ],
        'products': ['product_id', 'name'],
        'product_aliases': ['alias', 'product_id'],
        'companies': ['company_id', 'name'],
        'exchange_rates': ['currency', 'rate_date', 'rate'],
    } -%}
    {%- set names = found | map('lower') | list -%}
    {%- set complaints = [] -%}
    {%- for needed in needed_columns[table_name] -%}
        {%- set choices = needed if is_list(needed) else [needed] -%}
        {%- if not choices | select('in', names) | list -%}
            {%- do complaints.append('lacks the column ' ~ choices | join(' or ')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in names | unique if names.count(name) > 1 -%}
        {%- do complaints.append('has more than one column ' ~ name) -%}
    {%- endfor -%}
    {%- if complaints -%}
        {{ exceptions.raise_compiler_error(
            'The raw table ' ~ table_name ~ ' ' ~ complaints | join(', ') ~ '. It begins with: '
            ~ header[:500]
            ~ ('. Files are read as UTF-8, with commas, semicolons, tabs or | between the fields.'
               if reads_csv() else '')
        ) }}
    {%- endif -%}
{%- endmacro %}
