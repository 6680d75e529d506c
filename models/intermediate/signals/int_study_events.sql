with falls as (
    select * from {{ ref('product_retention', 'int_study_falls') }}
),

changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where
        movement_type in ('expansion', 'contraction') and arr_change <> 0
        and volume_arr is not null
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
    where opening_arr > 0
),

falls_by_customer as (
    select
        scope,
        customer_id,
        month_index,
        max(case when is_gone then 1 else 0 end) = 1 as is_dropped,
        max(case when is_settled and not is_gone then 1 else 0 end) = 1 as is_shrunk
    from falls
    group by scope, customer_id, month_index
),

price_changes as (
    select
        customer_id,
        month_index,
        sum(arr_change - volume_arr) as price_arr
    from changes
    group by customer_id, month_index
)

{% for study, scope, is_exposing in [
    ('secondary_cut', 'product_family', 'is_dropped or is_shrunk'),
    ('secondary_dropped', 'product_family', 'is_dropped'),
    ('secondary_shrunk', 'product_family', 'is_shrunk and not is_dropped'),
    ('contraction', 'company', 'is_dropped or is_shrunk'),
] -%}
select
    '{{ study }}' as study,
    customer_id,

    month_index,

    {{ is_exposing }} as is_exposing
from falls_by_customer
where scope = '{{ scope }}'
union all
{% endfor -%}
select
    'price_rise' as study,
    price_changes.customer_id,

    price_changes.month_index,

    true as is_exposing
from price_changes
inner join customer_changes
    on
        price_changes.customer_id = customer_changes.customer_id
        and price_changes.month_index = customer_changes.from_month
where
    price_changes.price_arr
    >= {{ signal_threshold('price_rise_share') }}
    * (customer_changes.opening_arr + customer_changes.fx_arr)
