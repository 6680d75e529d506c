-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with renewals as (
    select * from {{ ref('product_retention', 'int_renewal_sums') }}
),

origins as (
    select * from {{ ref('product_retention', 'int_forecast_origins') }}
)

select
    renewals.scope,
    renewals.item,
    renewals.term_class,

    origins.month_index as origin_month_index,
    sum(renewals.positions) as positions,
    {%- for amount in ['opening_arr', 'closing_arr', 'retained_arr'] %}
    cast(sum(renewals.{{ amount }}) as {{ money_total_type() }}) as {{ amount }},
    {%- endfor %}
    {%- for square in ['squared_opening', 'opening_times_change', 'squared_change'] %}
    sum(renewals.{{ square }}) as {{ square }},
    {%- endfor %}

    renewals.is_expiry
from renewals
-- Of products there is a forecast, and no back-test.
inner join origins
    on
        renewals.month_index <= origins.month_index
        and renewals.month_index > origins.month_index - {{ signal_threshold('rate_months') | int }}
        and (origins.is_last or renewals.scope <> 'product')
group by
    renewals.scope, renewals.item, renewals.term_class, origins.month_index, renewals.is_expiry
