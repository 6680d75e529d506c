{% test opening_equals_previous_closing(
    model, group_by=[], opening='opening_arr', closing='closing_arr', order_by='arr_month'
) %}
{%- set model = tested_model(model) %}
with sequenced as (
    select
        *,
        coalesce(
            lag({{ closing }}) over (
                {{ 'partition by ' ~ (group_by | join(', ')) if group_by }} order by {{ order_by }}
            ), 0
        ) as previous_closing
    from {{ model }}
)

select
    *,
    {{ opening }} - previous_closing as difference
from sequenced
where {{ opening }} <> previous_closing
{% endtest %}
