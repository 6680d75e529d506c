{#- Before fingerprints are added: keeps those of the last complete build only. -#}
{% macro delete_incomplete_builds() -%}
    {%- if is_incremental() -%}
    delete from {{ this }} where build_id not in (select build_id from {{ complete_build() }})
    {%- endif -%}
{%- endmacro %}
