{% test rate_follows_formula(model, rate, numerator, denominator) %}
{%- set expected -%}
    cast({{ numerator }} as {{ rate_type() }}) / nullif(cast({{ denominator }} as {{ rate_type() }}), 0)
{%- endset %}
select
    *,
    {{ expected }} as expected_rate,
    {{ rate }} - {{ expected }} as difference
from {{ model }}
where
    ({{ rate }} is null and {{ denominator }} <> 0)
    or ({{ rate }} is not null and {{ denominator }} = 0)
    or abs({{ rate }} - {{ expected }}) > 1e-9 * (1 + abs({{ expected }}))
{% endtest %}
