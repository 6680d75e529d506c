-- The base of a diagnosis is that of the scorecard, and the limits of a difference of two rates are
-- made of the limits of the rates, squared, as Newcombe puts them together.
with diagnosis as (
    select * from {{ ref('product_retention', 'signals_diagnosis') }}
),

scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
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
    {%- for name, one, other in [
        ('low_less_high', 'low_use', 'high_use'), ('high_less_other', 'high_use', 'other_high_use'),
    ] %}
    {%- set difference = 'diagnosis.' ~ name %}
    {%- set one = 'diagnosis.' ~ one ~ '_loss' %}
    {%- set other = 'diagnosis.' ~ other ~ '_loss' %}
    or ({{ difference }} is null) <> ({{ one }}_rate is null or {{ other }}_rate is null)
    or abs({{ difference }} + {{ other }}_rate - {{ one }}_rate) > 1e-9
    or {{ difference }}_low > {{ difference }} + 1e-9
    or {{ difference }}_high < {{ difference }} - 1e-9
    {%- for side, far in {'low': 'high', 'high': 'low'}.items() %}
    or ({{ difference }} is null) <> ({{ difference }}_{{ side }} is null)
    or abs(
        power({{ difference }}_{{ side }} - {{ difference }}, 2)
        - power({{ one }}_{{ side }} - {{ one }}_rate, 2)
        - power({{ other }}_{{ far }} - {{ other }}_rate, 2)
    ) > 1e-9
    {%- endfor %}
    {%- endfor %}
