{% test reconciles(model, difference='difference') %}
select *
from {{ model }}
where {{ difference }} <> 0 or {{ difference }} is null
{% endtest %}
