{#- Overrides dbt's own, which compares every row: where changed customers are known, the history of
    licences compares theirs. Rows without a licence id are numbered among all. -#}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- if model.name != 'license_versions' or not (is_built_by_customer() and has_complete_build()) -%}
        {{ return(dbt.snapshot_staging_table(strategy, source_sql, target_relation)) }}
    {%- endif -%}
    {{ return(dbt.snapshot_staging_table(
        strategy,
        'select * from (' ~ source_sql ~ ') as loaded where ' ~ is_compared_row(),
        '(select * from ' ~ target_relation ~ ' where ' ~ is_compared_row() ~ ') as known'
    )) }}
{%- endmacro %}
