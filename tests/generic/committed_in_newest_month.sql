{% test committed_in_newest_month(model) %}
{%- set model = tested_model(model) %}
with last_month as (
    select max(arr_month) as arr_month from {{ model }}
)

select model.*
from {{ model }} as model
cross join last_month
where
    case
        when model.arr_month < last_month.arr_month
            then model.pending_arr is not null or model.carr is not null
        else
            model.pending_arr is null
            or model.carr is null
            or model.carr <> model.closing_arr + model.pending_arr
    end
{% endtest %}
