with ids as (
    select * from {{ ref('product_retention', 'int_near_equal_ids') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where not is_pending and (ends_before is null or ends_before > starts_on)
),

terms as (
    select
        licenses.*,
        ids.near_equal_key
    from licenses
    inner join ids
        on licenses.customer_id = ids.customer_id
),

-- What a customer with no other licence on that day ends with, and begins with.
ends as (
    select
        terms.near_equal_key,
        terms.customer_id,
        terms.ends_before,
        sum(terms.arr) as arr
    from terms
    left join terms as active
        on
            terms.customer_id = active.customer_id
            and terms.ends_before >= active.starts_on
            and (active.ends_before is null or terms.ends_before < active.ends_before)
    where terms.ends_before is not null and active.license_id is null
    group by terms.near_equal_key, terms.customer_id, terms.ends_before
),

starts as (
    select
        terms.near_equal_key,
        terms.customer_id,
        terms.starts_on,
        sum(terms.arr) as arr
    from terms
    left join terms as active
        on
            terms.customer_id = active.customer_id
            and terms.starts_on > active.starts_on
            and (active.ends_before is null or terms.starts_on <= active.ends_before)
    where active.license_id is null
    group by terms.near_equal_key, terms.customer_id, terms.starts_on
),

pairs as (
    select
        starts.customer_id,
        starts.starts_on,
        min(ends.customer_id) as ended_id
    from starts
    inner join ends
        on
            starts.near_equal_key = ends.near_equal_key
            and starts.customer_id <> ends.customer_id
            and starts.arr = ends.arr
            and ends.ends_before in (starts.starts_on, {{ add_days('starts.starts_on', 1) }})
    where starts.arr > 0
    group by starts.customer_id, starts.starts_on
)

select
    terms.license_id,
    terms.customer_id,
    'possible_same_customer' as issue,
    '"' || {{ unseen_shown('pairs.ended_id') }} || '" ends as "'
    || {{ unseen_shown('pairs.customer_id') }} || '" begins' as detail,
    terms.arr,
    terms.ends_before
from terms
inner join pairs
    on
        terms.customer_id = pairs.customer_id
        and terms.starts_on = pairs.starts_on
