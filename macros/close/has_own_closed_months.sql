{#- Are months of other licences than the bundled sample closed? -#}
{% macro has_own_closed_months() -%}
    {%- set closed_months = adapter.get_relation(
        target.database or none, current_schema_name('marts') | trim, 'closed_months'
    ) -%}
    {%- if not closed_months -%}{{ return(false) }}{%- endif -%}
    {{ return(run_query(
        'select count(*) from ' ~ closed_months ~ " where source_input <> 'sample'"
    ).rows[0][0] > 0) }}
{%- endmacro %}
