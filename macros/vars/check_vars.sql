{#- Stops the run, before anything is built, when a var has a value that is not allowed. -#}
{% macro check_vars() -%}
    {%- set known, complaints = var_rules() | list, [] -%}
    {%- for name in given_vars() if name not in known -%}
        {%- do complaints.append('unknown var ' ~ name ~ '; known are: ' ~ known | join(', ')) -%}
    {%- endfor -%}
    {%- for name in known -%}
        {%- do complaints.append(var_complaint(name)) -%}
    {%- endfor -%}
    {%- if setting('close_business_day') is not none and not setting('keep_history') -%}
        {%- do complaints.append(
            'var close_business_day is set, but keep_history is false: no month can be closed'
        ) -%}
    {%- endif -%}
    {%- if setting('raw_models') and setting('input') != 'tables' -%}
        {%- do complaints.append('var raw_models is set, but input is not "tables"') -%}
    {%- endif -%}
    {%- if setting('input') == 'files' and target.type != 'duckdb' -%}
        {%- do complaints.append(
            'var input is "files", which only DuckDB reads; allowed on ' ~ target.type
            ~ ': sample, tables'
        ) -%}
    {%- endif -%}
    {%- if setting('reader_role') and target.type == 'duckdb' -%}
        {%- do complaints.append('var reader_role is set, but DuckDB has no roles; leave it empty') -%}
    {%- endif -%}
    {%- do complaints.extend(source_complaints()) -%}
    {%- if complaints | select | list and takes_part() -%}
        {{ exceptions.raise_compiler_error(complaints | select | join('\n  ')) }}
    {%- endif -%}
{%- endmacro %}
