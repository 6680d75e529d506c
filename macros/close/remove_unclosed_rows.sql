{#- Before a closed table grows: removes the rows of months that a broken build did not come to close. -#}
{% macro remove_unclosed_rows() -%}
    {%- if execute and adapter.get_relation(this.database, this.schema, this.identifier) -%}
    delete from {{ this }} where arr_month > {{ last_closed_month() }}
    {%- endif -%}
{%- endmacro %}
