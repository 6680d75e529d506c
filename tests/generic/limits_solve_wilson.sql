{% test limits_solve_wilson(model, count_column, base_column, low_column, high_column) %}
{%- set model = tested_model(model) %}
{%- set rate -%}
cast({{ count_column }} as {{ rate_type() }}) / nullif({{ base_column }}, 0)
{%- endset %}
with limits as (
    {%- for limit_column in [low_column, high_column] %}
    select
        {{ count_column }},
        {{ base_column }},
        {{ limit_column }} as rate_limit,
        {{ low_column }} as low_limit,
        {{ high_column }} as high_limit,
        {{ rate }} as rate
    from {{ model }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

-- At a limit the rate is z standard errors away, if the limit is the true rate.
select *
from limits
where
    ({{ base_column }} = 0 and rate_limit is not null)
    or ({{ base_column }} > 0 and rate_limit is null)
    or low_limit > rate + 1e-9
    or high_limit < rate - 1e-9
    or rate_limit < 0
    or rate_limit > 1
    or abs(
        (rate - rate_limit) * (rate - rate_limit)
        - 1.959964 * 1.959964 * rate_limit * (1 - rate_limit) / {{ base_column }}
    ) > 1e-9
{% endtest %}
