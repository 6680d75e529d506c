{%- set nrr_columns = [
    'nrr_exposed', 'nrr_control', 'nrr_ratio', 'nrr_from_start_exposed', 'nrr_from_start_control',
] -%}

with of_churn as (
    select * from {{ ref('product_retention', 'int_study_findings') }}
),

of_growth as (
    select * from {{ ref('product_retention', 'int_growth_findings') }}
    where study = 'early_expander'
)

select
    study,
    product_family,
    level,

    is_chosen,
    n_compared,
    exposed,
    exposed_matched,
    exposed_churned,
    control_rows,
    control_customers,
    control_churned_customers,
    risk_exposed,
    risk_control,
    expected_churned,
    risk_ratio,
    {%- for column in nrr_columns %}
    cast(null as {{ rate_type() }}) as {{ column }},
    {%- endfor %}
    ci_low,
    ci_high,
    claim_low,
    claim_high,
    claim_in_interval,
    evidence,
    verdict
from of_churn
union all
select
    study,
    '(all)' as product_family,
    level,

    is_chosen,
    cast(null as integer) as n_compared,
    exposed,
    exposed_matched,
    cast(null as integer) as exposed_churned,
    control_rows,
    control_rows as control_customers,
    cast(null as integer) as control_churned_customers,
    cast(null as {{ rate_type() }}) as risk_exposed,
    cast(null as {{ rate_type() }}) as risk_control,
    cast(null as {{ rate_type() }}) as expected_churned,
    cast(null as {{ rate_type() }}) as risk_ratio,
    {%- for column in nrr_columns %}
    {{ column }},
    {%- endfor %}
    ci_low,
    ci_high,
    claim_low,
    claim_high,
    ci_low <= claim_high + 1e-9 and ci_high >= claim_low - 1e-9 as claim_in_interval,
    evidence,
    verdict
from of_growth
