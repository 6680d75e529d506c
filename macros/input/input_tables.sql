{#- The raw tables that are read, with their columns and what these are taken for. -#}
{% macro input_tables(licenses) -%}
    {%- set tables = [] -%}
    {%- for table_name in raw_tables() if has_input(table_name) -%}
        {%- set found = found_columns(table_name) -%}
        {%- set matched = matched_columns(table_name, found) if found else {} -%}
        {%- do tables.append({
            'name': table_name, 'raw': raw_relation(table_name), 'columns': found or [],
            'parsed': licenses if table_name == 'licenses' else ref('product_retention', 'stg_planhat__' ~ table_name),
            'typed': typed_columns(table_name), 'matched': matched,
            'contract': dict(zip(matched.values(), matched)),
        }) -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}
