{#- The rows of a mart for the months that this build closes, as a query to put into a CTE. Once they
    are in the frozen table, a further run of the same load adds nothing. -#}
{% macro newly_closed_rows(mart) -%}
select
    figures.*,
    closed_months.as_of_date,
    closed_months.closed_at
from {{ ref(mart) }} as figures
inner join {{ ref('closed_months') }} as closed_months
    on figures.arr_month = closed_months.arr_month
inner join {{ ref('int_reporting_date') }} as reporting_date
    on closed_months.closed_at = reporting_date.loaded_at
{%- if is_incremental() %}
where closed_months.closed_at not in (select frozen.closed_at from {{ this }} as frozen)
{%- endif %}
{%- endmacro %}
