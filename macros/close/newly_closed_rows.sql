{#- The rows of a mart for the months that this build closes, as a query to put into a CTE. -#}
{% macro newly_closed_rows(mart) -%}
select
    figures.*,
    closable_months.as_of_date,
    closable_months.loaded_at as closed_at
from {{ ref(mart) }} as figures
inner join {{ ref('int_closable_months') }} as closable_months
    on figures.arr_month = closable_months.arr_month
where figures.arr_month > {{ last_closed_month() }}
{%- endmacro %}
