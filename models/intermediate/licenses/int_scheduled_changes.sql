{{ config(**by_customer()) }}
with terms as (
    select
        *,
        cast(created_at as date) as created_on
    from {{ ref('int_reported_terms') }}
    where
        not is_grace {{ only_changed_customers(word='and') }}
        and not is_extended
        and (until_month_index is null or until_month_index > first_month_index)
),

-- Only a licence that was entered before it starts can have been agreed with the one before it.
early_terms as (
    select * from terms
    where created_on < starts_on
),

previous_starts as (
    select
        early_terms.license_id,
        early_terms.customer_id,
        early_terms.product_id,
        early_terms.first_month_index,
        early_terms.created_on,
        max(terms.starts_on) as previous_starts_on
    from early_terms
    inner join terms
        on
            early_terms.customer_id = terms.customer_id
            and early_terms.product_id = terms.product_id
            and early_terms.starts_on > terms.starts_on
    group by
        early_terms.license_id, early_terms.customer_id, early_terms.product_id,
        early_terms.first_month_index, early_terms.created_on
),

scheduled_starts as (
    select
        customer_id,
        product_id,
        first_month_index as month_index,
        count(*) as scheduled_licenses
    from previous_starts
    where created_on <= previous_starts_on
    group by customer_id, product_id, first_month_index
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
