with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where arr_change <> 0 and {{ 'true' if var('fx_mode') == 'monthly' else 'false' }}
),

customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
    where not had_arr_before
),

terms as (
    select * from {{ ref('int_reported_terms') }}
),

rates as (
    select * from {{ ref('int_monthly_rates') }}
),

-- The first ARR of a cohort's members, by product.
first_pairs as (
    select
        'product' as scope,
        product_id as scope_product_id,
        customer_id,
        product_id,
        month_index,
        arr
    from pair_changes
    where not had_arr_before
    union all
    select
        'company' as scope,
        '(all)' as scope_product_id,
        pair_changes.customer_id,
        pair_changes.product_id,
        pair_changes.month_index,
        pair_changes.arr
    from pair_changes
    inner join customer_changes
        on
            pair_changes.customer_id = customer_changes.customer_id
            and pair_changes.month_index = customer_changes.month_index
),

revalued_pairs as (
    select
        first_pairs.scope,
        first_pairs.scope_product_id,
        first_pairs.customer_id,
        first_pairs.product_id,
        first_pairs.arr,
        rates_now.month_index,
        sum(
            {{ converted('terms.arr_in_currency', 'rates_now.exchange_rate') }}
            - {{ converted('terms.arr_in_currency', 'rates_then.exchange_rate') }}
        ) as fx_arr
    from first_pairs
    inner join terms
        on
            first_pairs.customer_id = terms.customer_id
            and first_pairs.product_id = terms.product_id
            and first_pairs.month_index >= terms.first_month_index
            and (
                terms.until_month_index is null
                or first_pairs.month_index < terms.until_month_index
            )
    inner join rates as rates_then
        on
            terms.currency = rates_then.currency
            and first_pairs.month_index = rates_then.month_index
    inner join rates as rates_now
        on
            terms.currency = rates_now.currency
            and first_pairs.month_index < rates_now.month_index
    where first_pairs.arr > 0
    group by
        first_pairs.scope, first_pairs.scope_product_id, first_pairs.customer_id,
        first_pairs.product_id, first_pairs.arr, rates_now.month_index
)

select
    scope,
    scope_product_id as product_id,
    customer_id,

    month_index,
    {{ money('sum(greatest(fx_arr, -arr))') }} as fx_arr
from revalued_pairs
group by scope, scope_product_id, customer_id, month_index
