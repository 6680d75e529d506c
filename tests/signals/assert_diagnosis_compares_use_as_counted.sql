-- The base of a diagnosis is that of the scorecard, and the limits of a difference of two rates are
-- made of the limits of the rates, squared, as Newcombe puts them together.
with diagnosis as (
    select * from {{ ref('product_retention', 'signals_diagnosis') }}
),

scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

differences as (
    {%- for name, one, other in [
        ('low_less_high', 'low_use', 'high_use'), ('high_less_other', 'high_use', 'other_high_use'),
    ] %}
    select
        arr_month,
        product_id,
        {{ name }} as difference,
        {{ name }}_low as difference_low,
        {{ name }}_high as difference_high,
        {{ one }}_loss_rate as one_rate,
        {{ one }}_loss_low as one_low,
        {{ one }}_loss_high as one_high,
        {{ other }}_loss_rate as other_rate,
        {{ other }}_loss_low as other_low,
        {{ other }}_loss_high as other_high
    from diagnosis
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    diagnosis.arr_month,
    diagnosis.product_id
from diagnosis
left join scorecard
    on
        diagnosis.arr_month = scorecard.arr_month
        and diagnosis.product_id = scorecard.product_id
where
    scorecard.product_id is null
    or diagnosis.opening_pairs <> scorecard.opening_pairs
    or diagnosis.nrr is null
    or abs(diagnosis.nrr - scorecard.nrr) > 1e-9
union all
select
    arr_month,
    product_id
from differences
where
    (difference is null) <> (one_rate is null or other_rate is null)
    or (difference is null) <> (difference_low is null)
    or (difference is null) <> (difference_high is null)
    or abs(difference + other_rate - one_rate) > 1e-9
    or difference_low > difference + 1e-9
    or difference_high < difference - 1e-9
    or abs(
        power(difference - difference_low, 2)
        - power(one_rate - one_low, 2) - power(other_high - other_rate, 2)
    ) > 1e-9
    or abs(
        power(difference_high - difference, 2)
        - power(one_high - one_rate, 2) - power(other_rate - other_low, 2)
    ) > 1e-9
