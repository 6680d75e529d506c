{% test rates_within_bounds(model, nrr='nrr', grr='grr', logo_retention='logo_retention') %}
select *
from {{ model }}
where
    {{ grr }} < 0
    or {{ grr }} > 1
    or {{ nrr }} < 0
    or {{ grr }} > {{ nrr }} + 1e-12
    or {{ logo_retention }} < 0
    or {{ logo_retention }} > 1
{% endtest %}
