-- The rates of a target are those of the retention marts, its base is that of the spine, and what
-- is left to do follows from both.
with attainment as (
    select * from {{ ref('product_retention', 'target_attainment') }}
),

goals as (
    select * from {{ ref('product_retention', 'nrr_targets') }}
),

last_month as (
    select max(arr_month) as arr_month from {{ ref('product_retention', 'dim_months') }}
),

rates as (
    {%- for scope, mart, item, is_segment in [
        ('company', 'retention_company_monthly', "'(all)'", false),
        ('company', 'retention_segment_monthly', "'(all)'", true),
        ('product', 'retention_product_monthly', 'product_id', false),
        ('product', 'retention_product_segment_monthly', 'product_id', true),
        ('product_family', 'retention_product_family_monthly', 'product_family', false),
    ] %}
    select
        '{{ scope }}' as scope,
        {{ item }} as item,
        {{ 'segment_type' if is_segment else "'(all)'" }} as segment_type,
        {{ 'segment_value' if is_segment else "'(all)'" }} as segment_value,
        arr_month,
        window_months,
        nrr,
        grr,
        nrr_organic,
        logo_retention
    from {{ ref('product_retention', mart) }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

reported as (
    select
        attainment.target_id,
        rates.arr_month,
        case attainment.metric
            when 'nrr' then rates.nrr
            when 'grr' then rates.grr
            when 'nrr_organic' then rates.nrr_organic
            else rates.logo_retention
        end as rate
    from attainment
    inner join rates
        on
            attainment.scope = rates.scope
            and attainment.item = rates.item
            and attainment.segment_type = rates.segment_type
            and attainment.segment_value = rates.segment_value
            and attainment.window_months = rates.window_months
),

spine as (
    select
        spine.customer_id,
        spine.arr_month,
        spine.product_id,
        products.product_family,
        spine.arr
    from {{ ref('product_retention', 'fct_arr_monthly') }} as spine
    inner join {{ ref('product_retention', 'dim_products') }} as products
        on spine.product_id = products.product_id
),

levels as (
    select
        attainment.target_id,
        spine.customer_id,
        case attainment.scope when 'product' then spine.product_id else '-' end as part,
        sum(case when spine.arr_month = attainment.actual_month then spine.arr else 0 end)
            as now_arr,
        sum(
            case
                when
                    spine.arr_month
                    = {{ add_months('attainment.due_month', '-attainment.window_months') }}
                    then spine.arr
                else 0
            end
        ) as base_arr
    from attainment
    inner join spine
        on
            attainment.scope = 'company'
            or attainment.item = spine.product_id
            or attainment.item = spine.product_family
    inner join {{ ref('product_retention', 'int_customer_segments') }} as segments
        on
            spine.customer_id = segments.customer_id
            and attainment.segment_type = segments.segment_type
            and attainment.segment_value = segments.segment_value
            and {{ month_index('attainment.due_month') }} - attainment.window_months
            >= segments.from_month
            and {{ month_index('attainment.due_month') }} - attainment.window_months
            < segments.to_month
    where attainment.base_arr is not null
    group by
        attainment.target_id, spine.customer_id,
        case attainment.scope when 'product' then spine.product_id else '-' end
),

bases as (
    select
        target_id,
        sum(base_arr) as base_arr,
        sum(now_arr) as current_arr
    from levels
    where base_arr > 0
    group by target_id
)

select attainment.target_id
from attainment
cross join last_month
left join goals
    on attainment.target_id = goals.target_id
left join reported as baselines
    on
        attainment.target_id = baselines.target_id
        and attainment.baseline_month = baselines.arr_month
left join reported as actuals
    on
        attainment.target_id = actuals.target_id
        and attainment.actual_month = actuals.arr_month
left join bases
    on attainment.target_id = bases.target_id
where
    goals.target_id is null
    or goals.window_months <> attainment.window_months
    or abs(coalesce(attainment.baseline, -1) - coalesce(baselines.rate, -1)) > 1e-9
    or abs(coalesce(attainment.actual, -1) - coalesce(actuals.rate, -1)) > 1e-9
    or abs(attainment.target_rate - coalesce(goals.target_rate, attainment.baseline + goals.points))
    > 1e-9
    or abs(attainment.gap_points - (attainment.actual - attainment.target_rate)) > 1e-9
    or abs(
        attainment.attainment * (attainment.target_rate - attainment.baseline)
        - (attainment.actual - attainment.baseline)
    ) > 1e-9
    or attainment.months_left <> greatest(
        {{ month_index('attainment.due_month') }} - {{ month_index('last_month.arr_month') }}, 0
    )
    or coalesce(attainment.base_arr, 0) <> coalesce(bases.base_arr, 0)
    or coalesce(attainment.current_arr, 0) <> coalesce(bases.current_arr, 0)
    or abs(
        attainment.needed_net_growth_arr + attainment.current_arr
        - attainment.target_rate * attainment.base_arr
    ) > 0.02
