{#- Before issues of changed customers are listed: takes out all that are found anew. -#}
{% macro delete_listed_issues() -%}
    {%- if is_incremental() -%}
    delete from {{ this }} where {{ is_listed_anew() }}
    {%- endif -%}
{%- endmacro %}
