{%- set cut_share = signal_threshold('cut_share') %}

with falls as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where movement_type in ('contraction', 'product_churn') and arr_change < 0
),

product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
),

revaluations as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

month_ends as (
    {{ lapse_month_ends() }}
),

large_falls as (
    select
        falls.customer_id,
        falls.product_id,
        products.product_family,
        falls.month_index,
        product_changes.opening_arr,
        -falls.arr_change as cut_arr
    from falls
    inner join product_changes
        on
            falls.customer_id = product_changes.customer_id
            and falls.product_id = product_changes.product_id
            and falls.month_index = product_changes.from_month
    inner join products
        on falls.product_id = products.product_id
    where
        -falls.arr_change
        >= {{ cut_share }} * (product_changes.opening_arr + product_changes.fx_arr)
),

-- The fall at each month end since, at the exchange rates of that month end.
watched as (
    select
        large_falls.*,
        large_falls.opening_arr + coalesce(product_rates.fx_arr, 0) as opening_now,
        product_levels.arr,
        family_openings.arr + coalesce(family_rates.fx_arr, 0) as family_opening_now,
        family_levels.arr as family_arr
    from large_falls
    cross join month_ends
    inner join reporting_window
        on large_falls.month_index + month_ends.months_later <= reporting_window.last_month_index
    {%- for scope, item in [('product', 'product_id'), ('family', 'product_family')] %}
    inner join intervals as {{ scope }}_levels
        on
            large_falls.customer_id = {{ scope }}_levels.customer_id
            and large_falls.{{ item }} = {{ scope }}_levels.item
            and {{ scope }}_levels.scope = '{{ item | replace("_id", "") }}'
            and large_falls.month_index + month_ends.months_later >= {{ scope }}_levels.from_month
            and large_falls.month_index + month_ends.months_later < {{ scope }}_levels.to_month
    left join revaluations as {{ scope }}_rates
        on
            large_falls.customer_id = {{ scope }}_rates.customer_id
            and large_falls.{{ item }} = {{ scope }}_rates.item
            and {{ scope }}_rates.scope = '{{ item | replace("_id", "") }}'
            and month_ends.months_later + 1 = {{ scope }}_rates.window_months
            and large_falls.month_index + month_ends.months_later = {{ scope }}_rates.month_index
    {%- endfor %}
    inner join intervals as family_openings
        on
            large_falls.customer_id = family_openings.customer_id
            and large_falls.product_family = family_openings.item
            and family_openings.scope = 'product_family'
            and large_falls.month_index - 1 >= family_openings.from_month
            and large_falls.month_index - 1 < family_openings.to_month
)

select
    customer_id,
    product_id,

    month_index,
    {{ to_money('cut_arr') }} as cut_arr
from watched
group by customer_id, product_id, month_index, cut_arr
-- At none of them is more left of the product, or of its family, than the threshold leaves.
having
    max(
        case
            when opening_now - arr < {{ cut_share }} * opening_now then 1
            when family_opening_now - family_arr < {{ cut_share }} * opening_now then 1
            else 0
        end
    ) = 0
