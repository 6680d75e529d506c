{#- Stops the run, before anything is built, when a var has a value that is not allowed. -#}
{% macro check_vars() -%}
    {%- set rules = var_rules() -%}
    {%- set complaints = [] -%}
    {%- for name in (invocation_args_dict.get('vars') or {}) if name not in rules -%}
        {%- do complaints.append(
            'unknown var ' ~ name ~ '; known are: ' ~ rules.keys() | join(', ')
        ) -%}
    {%- endfor -%}
    {%- for name, rule in rules.items() -%}
        {%- set allowed = var_allowed(rule, var(name)) -%}
        {%- if allowed -%}
            {%- do complaints.append(var_complaint(name, allowed)) -%}
        {%- endif -%}
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
    {%- if complaints -%}
        {{ exceptions.raise_compiler_error(complaints | join('\n  ')) }}
    {%- endif -%}
{%- endmacro %}
