with restated as (
    select * from {{ ref('product_retention', 'int_restated_arr') }}
),

closed_changes as (
    {{ earlier_closed_changes() }}
),

last_month as (
    select * from {{ ref('product_retention', 'int_last_closed_month') }}
),

-- ARR added up over months: what is missing for a year weighs twelve times what is for a month.
closed as (
    select
        sum(closed_changes.arr_change) as closed_arr,
        sum(
            closed_changes.arr_change
            * (last_month.month_index + 1 - {{ month_index('closed_changes.arr_month') }})
        ) as closed_arr_months
    from closed_changes
    inner join last_month
        on {{ month_index('closed_changes.arr_month') }} <= last_month.month_index
),

moved as (
    select
        case
            when restated.current_arr <= 0 then 'gone'
            when restated.closed_arr <= 0 then 'added'
            when restated.current_arr < restated.closed_arr then 'lower'
            else 'higher'
        end as direction,
        restated.customer_id,
        abs(restated.current_arr - restated.closed_arr) as moved_arr,
        restated.to_month - restated.from_month as months,
        restated.to_month > last_month.month_index as is_in_last_month
    from restated
    cross join last_month
),

sums as (
    select
        coalesce(sum(moved_arr * months), 0) as moved_arr_months,
        coalesce(sum(case when is_in_last_month then moved_arr end), 0) as moved_arr,
        {%- for direction in ['gone', 'lower', 'higher', 'added'] %}
        coalesce(sum(case when direction = '{{ direction }}' then moved_arr * months end), 0)
            as {{ direction }}_arr_months,
        {%- endfor %}
        count(distinct customer_id) as restated_customers
    from moved
),

shares as (
    select
        sums.*,
        {{ safe_divide('sums.moved_arr', 'closed.closed_arr') }} as share_of_last_month,
        {{ safe_divide('sums.moved_arr_months', 'closed.closed_arr_months') }}
            as share_of_all_months
    from sums
    cross join closed
)

select
    share_of_last_month,
    share_of_all_months,
    cast(gone_arr_months as {{ money_total_type() }}) as gone_arr_months,
    cast(lower_arr_months as {{ money_total_type() }}) as lower_arr_months,
    cast(higher_arr_months as {{ money_total_type() }}) as higher_arr_months,
    cast(added_arr_months as {{ money_total_type() }}) as added_arr_months,
    cast(restated_customers as integer) as restated_customers,

    coalesce(share_of_last_month > {{ setting('restated_share_limit') }}, false)
    or coalesce(share_of_all_months > {{ setting('restated_share_limit') }}, false) as is_over_limit
from shares
