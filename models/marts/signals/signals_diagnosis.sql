{%- set groups = ['low_use', 'high_use', 'other_high_use'] -%}
with bases as (
    select * from {{ ref('product_retention', 'int_signal_product_bases') }}
    where closing_arr < opening_arr
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
        {%- for group in groups %}
        splits.{{ group }}_pairs,
        splits.{{ group }}_lost,
        {%- set lost, pairs = 'splits.' ~ group ~ '_lost', 'splits.' ~ group ~ '_pairs' %}
        {{ safe_divide(lost, pairs) }} as {{ group }}_loss_rate,
        {{ wilson_limit(lost, pairs, 'low') }} as {{ group }}_loss_low,
        {{ wilson_limit(lost, pairs, 'high') }} as {{ group }}_loss_high
        {{- ',' if not loop.last }}
        {%- endfor %}
    from bases
    inner join months
        on bases.month_index = months.month_index
    inner join splits
        on bases.month_index = splits.month_index and bases.product_id = splits.product_id
),

compared as (
    select
        *,
        {%- for name, one, other in [
            ('low_less_high', 'low_use', 'high_use'), ('high_less_other', 'high_use', 'other_high_use'),
        ] %}
        {{ one }}_loss_rate - {{ other }}_loss_rate as {{ name }},
        {%- for side, far in {'low': 'high', 'high': 'low'}.items() %}
        {{ newcombe_limit(
            one ~ '_loss_rate', one ~ '_loss_' ~ side, other ~ '_loss_rate', other ~ '_loss_' ~ far, side
        ) }} as {{ name }}_{{ side }}
        {{- ',' if not loop.last }}
        {%- endfor %}
        {{- ',' if not loop.last }}
        {%- endfor %}
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
