-- Both ends of a lead are months in which the figures of the retention marts fall below the line, a
-- lead has the months between them, and the counts of a product are those of its months below.
{%- set line = signal_threshold('lead_line') %}
{%- set gap = signal_threshold('lead_gap_months') %}
with leads as (
    select * from {{ ref('product_retention', 'signals_detection_lead') }}
),

below as (
    select
        product_id as item,
        {{ month_index('arr_month') }} as month_index
    from {{ ref('product_retention', 'retention_product_monthly') }}
    where
        window_months = 12 and not is_small_base and product_id <> '(unassigned)'
        and nrr_with_migration < {{ line }} - 1e-9
    union all
    select
        '(all)' as item,
        {{ month_index('arr_month') }} as month_index
    from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12 and nrr < {{ line }} - 1e-9
),

spaced as (
    select
        *,
        coalesce(
            month_index - lag(month_index) over (partition by item order by month_index)
            > {{ gap }} + 1, true
        ) as is_start,
        lead(month_index) over (partition by item order by month_index) as next_month_index
    from below
),

ends as (
    select * from spaced
    where next_month_index is null or next_month_index - month_index > {{ gap }} + 1
),

starts as (
    select
        spaced.item,
        spaced.month_index,
        min(ends.month_index) as last_month_index
    from spaced
    inner join ends
        on
            spaced.item = ends.item
            and spaced.month_index <= ends.month_index
    where spaced.is_start
    group by spaced.item, spaced.month_index
),

followed as (
    select
        products.item,
        products.month_index,
        count(companies.item) as company_starts
    from starts as products
    left join starts as companies
        on
            companies.item = '(all)'
            and products.month_index <= companies.month_index
            and products.month_index + 12 >= companies.month_index
    where
        products.item <> '(all)'
        and products.last_month_index - products.month_index >= 2
    group by products.item, products.month_index
),

records as (
    select
        item,
        count(*) as product_episodes,
        sum(case when company_starts > 0 then 1 else 0 end) as followed_episodes
    from followed
    group by item
)

select
    leads.arr_month,
    leads.product_id
from leads
left join starts as product_starts
    on
        leads.product_id = product_starts.item
        and {{ month_index('leads.product_breach_month') }} = product_starts.month_index
left join starts as company_starts
    on
        company_starts.item = '(all)'
        and {{ month_index('leads.company_breach_month') }} = company_starts.month_index
left join records
    on leads.product_id = records.item
where
    product_starts.item is null
    or (leads.company_breach_month is not null and company_starts.item is null)
    or leads.company_breach_month <> leads.arr_month
    or leads.lead_months
    <> {{ month_index('leads.arr_month') }} - {{ month_index('leads.product_breach_month') }}
    or leads.product_episodes <> coalesce(records.product_episodes, 0)
    or leads.followed_episodes <> coalesce(records.followed_episodes, 0)
