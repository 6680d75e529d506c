{#- Var input of the last build into this place; none where there was none, or none that says so. -#}
{% macro last_built_input() -%}
    {%- set reporting_date = adapter.get_relation(
        **place_of('int_reporting_date', 'intermediate')
    ) -%}
    {%- if reporting_date and 'source_input' in
        adapter.get_columns_in_relation(reporting_date) | map(attribute='name') | map('lower') | list -%}
        {{ return(run_query('select max(source_input) from ' ~ reporting_date).rows[0][0]) }}
    {%- endif -%}
{%- endmacro %}
