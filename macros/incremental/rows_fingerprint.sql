{#- Text that is the same for the same rows in any order, and practically never for others. -#}
{% macro rows_fingerprint(columns) -%}
    cast(count(*) as {{ dbt.type_string() }}) || '/'
        || coalesce(cast(sum({{ row_hash(columns) }}) as {{ dbt.type_string() }}), '0')
{%- endmacro %}
