{#- What decides the rows of all customers and is known without the database, by name, as text: the
    code of the models, and every var but those that change nothing or that are looked at elsewhere. -#}
{% macro build_settings() -%}
    {%- set left_out = [
        'as_of_date', 'loaded_at', 'known_at', 'close_business_day', 'reader_role',
        'schema_convention', 'print_summary',
    ] -%}
    {%- if var('incremental') == 'hash' -%}
        {#- It sees that the rows are others, wherever they come from. -#}
        {%- do left_out.extend(['raw_path', 'raw_database', 'raw_schema']) -%}
    {%- endif -%}
    {%- set settings = {} -%}
    {%- for name in var_rules() if name not in left_out -%}
        {%- do settings.update({'var ' ~ name: local_md5(tojson(var(name), var(name) | string))}) -%}
    {%- endfor -%}
    {%- set checksums = [] -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'model' -%}
        {%- do checksums.append(node.name ~ node.checksum.checksum) -%}
    {%- endfor -%}
    {%- do settings.update({'the code of the models': local_md5(checksums | sort | join(' '))}) -%}
    {{ return(settings) }}
{%- endmacro %}
