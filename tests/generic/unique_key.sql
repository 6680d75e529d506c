{% test unique_key(model, columns) %}
{%- set model = tested_model(model) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    {{ is_no_key(columns) }}
{% endtest %}
