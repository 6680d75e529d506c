{{ config(**by_customer()) }}
with terms as {{ read_anew() }}(
    select
        *,
        cast(created_at as date) as created_on
    from {{ ref('int_reported_terms') }}
    where
        not is_grace {{ only_changed_customers(word='and') }}
        and not is_extended
        and (until_month_index is null or until_month_index > first_month_index)
),

-- The licence before had not started when this one was entered: some licence starts from that day
-- on and before this one.
scheduled as (
    select
        terms.license_id,
        terms.customer_id,
        terms.product_id,
        terms.first_month_index as month_index
    from terms
    inner join terms as previous_terms
        on
            terms.customer_id = previous_terms.customer_id
            and terms.product_id = previous_terms.product_id
            and terms.starts_on > previous_terms.starts_on
            and terms.created_on <= previous_terms.starts_on
    group by
        terms.license_id, terms.customer_id, terms.product_id, terms.first_month_index
),

scheduled_starts as (
    select
        customer_id,
        product_id,
        month_index,
        count(*) as scheduled_licenses
    from scheduled
    group by customer_id, product_id, month_index
),

all_starts as (
    select
        scheduled_starts.customer_id,
        scheduled_starts.product_id,
        scheduled_starts.month_index,
        scheduled_starts.scheduled_licenses,
        count(*) as licenses
    from scheduled_starts
    inner join terms
        on
            scheduled_starts.customer_id = terms.customer_id
            and scheduled_starts.product_id = terms.product_id
            and scheduled_starts.month_index = terms.first_month_index
    group by
        scheduled_starts.customer_id, scheduled_starts.product_id, scheduled_starts.month_index,
        scheduled_starts.scheduled_licenses
)

select
    customer_id,
    product_id,

    month_index
from all_starts
where licenses = scheduled_licenses
