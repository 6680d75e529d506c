{#- Prints, when a run ends, the messages of the rows of tests that failed or warned. -#}
{% macro print_test_messages() -%}
    {%- if execute -%}
        {%- for result in results or [] if result.node.config.get('meta', {}).get('has_messages') -%}
            {%- if result.status | string in ['fail', 'warn'] and result.node.package_name == 'product_retention' -%}
                {%- set tested = result.node.attached_node.split('.') | last ~ ': '
                    if result.node.test_metadata is defined else '' -%}
                {%- for row in queried_rows(result.node.compiled_code)[:20] -%}
                    {%- do print(result.status | string | upper ~ ' ' ~ tested ~ row['message']) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
