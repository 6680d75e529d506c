{#- The last month that an earlier build closed. It is looked up by name: closed_months is written
    after the models that ask for it, so that what a broken build left behind is not closed. Months
    of the bundled sample do not count for other licences. -#}
{% macro last_closed_month() -%}
    {%- set closed_months = closed_relation('closed_months') -%}
    {%- if closed_months -%}
    coalesce(
        (
            select max(closed.arr_month)
            from {{ closed_months }} as closed
            where closed.source_input {{ '=' if setting('input') == 'sample' else '<>' }} 'sample'
        ), cast('1900-01-01' as date)
    )
    {%- else -%}
    cast('1900-01-01' as date)
    {%- endif -%}
{%- endmacro %}
