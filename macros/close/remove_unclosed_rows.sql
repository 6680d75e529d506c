{#- Before a frozen table grows: removes what an interrupted build put there for months that it did
    not come to close. -#}
{% macro remove_unclosed_rows() -%}
    {%- if execute and adapter.get_relation(this.database, this.schema, this.identifier) -%}
        {%- set unclosed -%}
        from {{ this }} where arr_month > {{ last_closed_month() }}
        {%- endset -%}
        {%- if run_query('select count(*) ' ~ unclosed).rows[0][0] -%}
        delete {{ unclosed }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
