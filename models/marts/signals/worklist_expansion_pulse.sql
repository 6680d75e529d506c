with alerts as (
    select * from {{ ref('product_retention', 'signals_alerts') }}
    where kind = 'opportunity' and status = 'open'
),

pair_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
    where until_day is null
),

-- What a pair, or a customer with all its products, pays on the day of the figures.
current_arrs as (
    select
        customer_id,
        product_id,
        arr
    from pair_days
    where arr > 0
    union all
    select
        customer_id,
        '(all)' as product_id,
        sum(arr) as arr
    from pair_days
    group by customer_id
    having sum(arr) > 0
),

sizes as (
    select * from {{ ref('product_retention', 'int_expansion_sizes') }}
),

conversions as (
    select * from {{ ref('product_retention', 'signals_trigger_conversion') }}
    where evidence <> 'too little'
),

valued as (
    select
        alerts.*,
        current_arrs.arr,
        case
            when sizes.expansions >= {{ signal_threshold('min_expansion_sizes') }}
                then sizes.median_size
            else all_sizes.median_size
        end as expected_size,
        coalesce(conversions.conversion_exposed, 1) as conversion_rate,
        conversions.rule_id is not null as is_conversion_known
    from alerts
    inner join current_arrs
        on
            alerts.customer_id = current_arrs.customer_id
            and coalesce(alerts.product_id, '(all)') = current_arrs.product_id
    left join sizes
        on alerts.product_id = sizes.product_id
    left join sizes as all_sizes
        on all_sizes.product_id = '(all)'
    left join conversions
        on alerts.rule_id = conversions.rule_id
),

priced as (
    select
        *,
        cast(cast(arr as {{ rate_type() }}) * expected_size * conversion_rate as {{ money_type() }})
            as expected_arr
    from valued
),

ranked as (
    select
        *,
        row_number() over (
            order by
                expected_arr desc nulls last,
                arr desc,
                {{ byte_order('customer_id') }} asc,
                {{ byte_order('product_id') }} asc nulls first,
                {{ byte_order('rule_id') }} asc,
                {{ byte_order('alert_id') }} asc
        ) as opportunity_rank
    from priced
)

select
    cast(opportunity_rank as integer) as opportunity_rank,

    alert_id,
    rule_id,
    customer_id,
    product_id,
    customer_name,
    product_name,
    owner,
    event_date,
    due_on,
    evidence,
    action,

    {{ to_money('arr') }} as arr,
    expected_arr,
    expected_size,
    conversion_rate,

    is_conversion_known
from ranked
where opportunity_rank <= {{ signal_threshold('pulse_rows') }}
