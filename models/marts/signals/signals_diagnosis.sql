{%- set groups = ['low_use', 'high_use', 'other_high_use'] -%}
with bases as (
    select * from {{ ref('product_retention', 'int_signal_product_bases') }}
    where closing_arr < opening_arr and product_id <> '(unassigned)'
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

splits as (
    select * from {{ ref('product_retention', 'int_use_splits') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

rated as (
    select
        months.arr_month,
        bases.product_id,
        bases.opening_arr,
        bases.closing_arr,
        bases.opening_pairs,
        splits.low_use_pairs + splits.high_use_pairs as pairs_with_usage,
        splits.low_use_pairs,
        splits.low_use_lost,
        {{ safe_divide('splits.low_use_lost', 'splits.low_use_pairs') }} as low_use_loss_rate,
        {{ wilson_limit('splits.low_use_lost', 'splits.low_use_pairs', 'low') }}
            as low_use_loss_low,
        {{ wilson_limit('splits.low_use_lost', 'splits.low_use_pairs', 'high') }}
            as low_use_loss_high,
        splits.high_use_pairs,
        splits.high_use_lost,
        {{ safe_divide('splits.high_use_lost', 'splits.high_use_pairs') }} as high_use_loss_rate,
        {{ wilson_limit('splits.high_use_lost', 'splits.high_use_pairs', 'low') }}
            as high_use_loss_low,
        {{ wilson_limit('splits.high_use_lost', 'splits.high_use_pairs', 'high') }}
            as high_use_loss_high,
        splits.other_high_use_pairs,
        splits.other_high_use_lost,
        {{ safe_divide('splits.other_high_use_lost', 'splits.other_high_use_pairs') }}
            as other_high_use_loss_rate,
        {{ wilson_limit('splits.other_high_use_lost', 'splits.other_high_use_pairs', 'low') }}
            as other_high_use_loss_low,
        {{ wilson_limit('splits.other_high_use_lost', 'splits.other_high_use_pairs', 'high') }}
            as other_high_use_loss_high
    from bases
    inner join months
        on bases.month_index = months.month_index
    inner join splits
        on bases.month_index = splits.month_index and bases.product_id = splits.product_id
),

compared as (
    select
        *,
        low_use_loss_rate - high_use_loss_rate as low_less_high,
        {{ newcombe_limit(
            'low_use_loss_rate', 'low_use_loss_low',
            'high_use_loss_rate', 'high_use_loss_high', 'low'
        ) }} as low_less_high_low,
        {{ newcombe_limit(
            'low_use_loss_rate', 'low_use_loss_high',
            'high_use_loss_rate', 'high_use_loss_low', 'high'
        ) }} as low_less_high_high,
        high_use_loss_rate - other_high_use_loss_rate as high_less_other,
        {{ newcombe_limit(
            'high_use_loss_rate', 'high_use_loss_low',
            'other_high_use_loss_rate', 'other_high_use_loss_high', 'low'
        ) }} as high_less_other_low,
        {{ newcombe_limit(
            'high_use_loss_rate', 'high_use_loss_high',
            'other_high_use_loss_rate', 'other_high_use_loss_low', 'high'
        ) }} as high_less_other_high
    from rated
)

select
    compared.arr_month,
    compared.product_id,
    products.product_name,
    case
        when compared.pairs_with_usage = 0 then 'no usage data'
        when compared.pairs_with_usage < {{ thin_evidence() }} then 'unclear'
        when compared.low_less_high_low > 0 then 'adoption'
        when compared.high_less_other_low > 0 then 'value'
        else 'unclear'
    end as diagnosis,
    {{ evidence('compared.pairs_with_usage') }} as evidence,

    cast(compared.opening_pairs as integer) as opening_pairs,
    cast(compared.pairs_with_usage as integer) as pairs_with_usage,
    {%- for group in groups %}
    cast(compared.{{ group }}_pairs as integer) as {{ group }}_pairs,
    cast(compared.{{ group }}_lost as integer) as {{ group }}_lost,
    {%- endfor %}
    {{ safe_divide('compared.closing_arr', 'compared.opening_arr') }} as nrr,
    {%- for group in groups %}
    compared.{{ group }}_loss_rate,
    compared.{{ group }}_loss_low,
    compared.{{ group }}_loss_high,
    {%- endfor %}
    {%- for name in ['low_less_high', 'high_less_other'] %}
    compared.{{ name }},
    compared.{{ name }}_low,
    compared.{{ name }}_high{% if not loop.last %},{% endif %}
    {%- endfor %}
from compared
inner join products
    on compared.product_id = products.product_id
