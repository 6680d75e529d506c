{#- The last closed month, as it was before this build. closed_months is written when all else is, so
    that what an interrupted build left behind is not closed; a ref to it would be a circle. What was
    closed of the bundled sample does not count once other licences are built. -#}
{% macro last_closed_month() -%}
    {%- set closed_months = adapter.get_relation(this.database, this.schema, 'closed_months') if execute -%}
    {%- if closed_months -%}
    coalesce(
        (
            select max(closed.arr_month)
            from {{ closed_months }} as closed
            where closed.source_input {{ '=' if var('input') == 'sample' else '<>' }} 'sample'
        ), cast('1900-01-01' as date)
    )
    {%- else -%}
    cast('1900-01-01' as date)
    {%- endif -%}
{%- endmacro %}
