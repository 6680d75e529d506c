{{ config(**by_customer()) }}
-- Most licences end without a word.
with terms as {{ read_anew() }}(
    select * from {{ ref('int_reported_terms') }}
    where
        (lost_reason is not null or is_cancelled)
        and coalesce(until_month_index > first_month_index, true)
        {{- ' ' ~ only_changed_customers(word='and') }}
),

-- Most licences that end are followed by one with as much ARR: nobody asks why they ended.
losses as (
    select
        customer_id,
        product_id,
        month_index
    from {{ ref('int_arr_changes') }}
    where arr < opening_arr + fx_arr {{ only_changed_customers(word='and') }}
),

-- A licence ends with the last of its terms, not where its grace or its extension begins.
continued as (
    select license_id
    from terms
    where is_grace or is_extended
),

license_ends as (
    select
        terms.license_id,
        terms.customer_id,
        terms.product_id,
        terms.lost_reason,
        terms.is_cancelled,
        terms.arr,
        losses.month_index
    from terms
    inner join losses
        on
            terms.customer_id = losses.customer_id
            and terms.product_id = losses.product_id
            and terms.until_month_index = losses.month_index
    left join continued
        on terms.license_id = continued.license_id
    where terms.is_grace or continued.license_id is null
),

ranked as (
    select
        *,
        max(case when is_cancelled then 1 else 0 end) over (
            partition by customer_id, product_id, month_index
        ) as cancelled_ends,
        row_number() over (
            partition by customer_id, product_id, month_index
            order by case when lost_reason is null then 1 else 0 end, arr desc, license_id asc
        ) as reason_rank
    from license_ends
)

select
    customer_id,
    product_id,
    lost_reason,

    month_index,

    cancelled_ends > 0 as is_cancelled
from ranked
where reason_rank = 1
