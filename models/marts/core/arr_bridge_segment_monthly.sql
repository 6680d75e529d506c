{%- set segment = ['segment_type', 'segment_value'] -%}
{%- set moved = ['moved_in_arr', 'moved_out_arr'] -%}
{%- set amounts = (movement_types() | join('_arr ') ~ '_arr').split(' ') + moved -%}
{%- set entries = ['new_customers', 'reactivated_customers', 'moved_in_customers'] -%}
{%- set exits = ['churned_customers', 'moved_out_customers'] -%}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with movements as (
    select * from {{ ref('product_retention', 'int_segment_movements') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

first_months as (
    select
        segment_type,
        segment_value,
        min(month_index) as first_month
    from movements
    group by segment_type, segment_value
),

sums as (
    select
        segment_type,
        segment_value,
        {{ movement_columns('movement_kind', 'amount') }},
        {%- for kind in moved + entries + exits %}
        sum(case when movement_kind = '{{ kind }}' then amount else 0 end) as {{ kind }},
        {%- endfor %}
        month_index
    from movements
    group by segment_type, segment_value, month_index
),

filled as (
    select
        first_months.segment_type,
        first_months.segment_value,
        months.month_index,
        {%- for column in amounts + entries + exits %}
        coalesce(sums.{{ column }}, 0) as {{ column }},
        {%- endfor %}
        months.arr_month
    from first_months
    inner join months
        on first_months.first_month <= months.month_index
    left join sums
        on
            first_months.segment_type = sums.segment_type
            and first_months.segment_value = sums.segment_value
            and months.month_index = sums.month_index
),

changes as (
    select
        *,
        {{ amounts | join(' + ') }} as arr_change,
        {{ entries | join(' + ') }} - {{ exits | join(' - ') }} as customers_change
    from filled
),

totals as (
    select
        *,
        {{ running_sum('arr_change', segment) }} as closing_arr,
        {{ running_sum('customers_change', segment) }} as closing_customers
    from changes
)

select
    arr_month,
    segment_type,
    segment_value,

    cast(closing_arr - arr_change as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast({{ movement_type }}_arr as {{ money_total_type() }}) as {{ movement_type }}_arr,
    {%- endfor %}
    {%- for amount in moved + ['closing_arr'] %}
    cast({{ amount }} as {{ money_total_type() }}) as {{ amount }},
    {%- endfor %}
    cast(closing_customers - customers_change as integer) as opening_customers,
    {%- for count in entries + exits + ['closing_customers'] %}
    cast({{ count }} as integer) as {{ count }},
    {%- endfor %}
    {{ safe_divide('closing_arr', 'closing_customers') }} as arr_per_customer
from totals
