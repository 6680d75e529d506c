{{ config(enabled=uses_source('stripe')) }}
{%- set subscription = ['source_connection', 'subscription_id'] %}
with states as (
    select * from {{ ref('product_retention', 'stg_stripe__states') }}
),

prices as (
    select * from {{ ref('product_retention', 'stg_stripe__prices') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_stripe__discounts') }}
),

-- Every day on which an item or a discount of the subscription begins or ends.
days as (
    {%- for relation, day in [
        ('states', 'valid_from'), ('states', 'valid_to'), ('discounts', 'starts_on'),
        ('discounts', 'ends_before'),
    ] %}
    select
        {{ relation }}.source_connection,
        {{ 'states' if relation == 'states' else 'items' }}.subscription_id,
        {{ relation }}.{{ day }} as cut_on
    from {{ relation }}
    {%- if relation == 'discounts' %}
    inner join states as items
        on
            discounts.source_connection = items.source_connection
            and (
                discounts.subscription_id = items.subscription_id or discounts.item_id = items.item_id
            )
    {%- endif %}
    where {{ relation }}.{{ day }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

cuts as (
    select
        {{ subscription | join(', ') }},
        cut_on,
        lead(cut_on) over (partition by {{ subscription | join(', ') }} order by cut_on) as next_cut
    from (
        select
            {{ subscription | join(', ') }},
            cut_on
        from days
        group by {{ subscription | join(', ') }}, cut_on
    ) as distinct_days
),

pieces as (
    select
        states.source_connection, states.subscription_id, states.item_id, states.price_id,
        states.quantity as stated_quantity, states.is_trial, states.is_unpaid, states.issue,
        cuts.cut_on as valid_from,
        cuts.next_cut as valid_to,
        prices.product_id, prices.currency, prices.unit_amount, prices.usage_type,
        prices.billing_scheme, prices.price_type, prices.minor_units, prices.interval_count,
        case prices.billing_interval
            when 'year' then 1 when 'month' then 12 when 'week' then 52 when 'day' then 365
        end as times_a_year,
        case
            when prices.divide_by > 0 and prices.divide_round = 'down'
                then floor(coalesce(states.quantity, 1) / prices.divide_by)
            when prices.divide_by > 0 then ceil(coalesce(states.quantity, 1) / prices.divide_by)
            else coalesce(states.quantity, 1)
        end as quantity
    from states
    inner join cuts
        on
            states.source_connection = cuts.source_connection
            and states.subscription_id = cuts.subscription_id
            and states.valid_from <= cuts.cut_on
            and (states.valid_to is null or states.valid_to > cuts.cut_on)
    left join prices
        on
            states.source_connection = prices.source_connection
            and states.price_id = prices.price_id
)

-- What is billed by use or by tiers has no price of its own, and no part in a discount.
select
    *,
    case
        when coalesce(usage_type, '') <> 'metered' and coalesce(billing_scheme, '') <> 'tiered'
            then cast(unit_amount * cast(quantity as decimal(14, 4)) as decimal(28, 8))
    end as period_units
from pieces
