{#- Stops the run, before anything is built, when a var has a value that is not allowed. -#}
{% macro check_vars() -%}
    {%- set known, complaints = var_rules() | list, [] -%}
    {%- for name in (invocation_args_dict.get('vars') or {}) if name not in known -%}
        {%- do complaints.append('unknown var ' ~ name ~ '; known are: ' ~ known | join(', ')) -%}
    {%- endfor -%}
    {%- for name in known -%}
        {%- do complaints.append(var_complaint(name)) -%}
    {%- endfor -%}
    {%- if var('input') == 'files' and target.type != 'duckdb' -%}
        {%- do complaints.append(
            'var input is "files", which only DuckDB reads; allowed on ' ~ target.type
            ~ ': sample, tables'
        ) -%}
    {%- endif -%}
    {%- if var('reader_role') and target.type == 'duckdb' -%}
        {%- do complaints.append('var reader_role is set, but DuckDB has no roles; leave it empty') -%}
    {%- endif -%}
    {%- if complaints | select | list -%}
        {{ exceptions.raise_compiler_error(complaints | select | join('\n  ')) }}
    {%- endif -%}
{%- endmacro %}
