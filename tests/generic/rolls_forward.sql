{% test rolls_forward(model, changes, opening='opening_arr', closing='closing_arr') %}
select
    *,
    {{ opening }} + {{ changes | join(' + ') }} - {{ closing }} as difference
from {{ model }}
where {{ opening }} + {{ changes | join(' + ') }} <> {{ closing }}
{% endtest %}
