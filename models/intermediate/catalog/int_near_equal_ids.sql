-- The licences that this build counts.
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_landed' if setting('known_at') is none
        else 'int_licenses_deduplicated') }}
),

companies as (
    select * from {{ ref('product_retention', 'int_companies_landed') }}
),

ids as (
    select
        customer_id,
        min(from_date) as first_from_date,
        0 as is_listed
    from licenses
    group by customer_id
    {%- for id, is_listed in [('customer_id', 1), ('parent_customer_id', 0)] %}
    union all
    select
        {{ id }} as customer_id,
        cast(null as date) as first_from_date,
        {{ is_listed }} as is_listed
    from companies
    group by {{ id }}
    {%- endfor %}
),

-- Few ids: what they have in common is found once for each.
keyed_ids as (
    select
        customer_id,
        {{ near_equal_key('customer_id') }} as near_equal_key,
        min(first_from_date) as first_from_date,
        max(is_listed) as is_listed
    from ids
    where customer_id is not null
    group by customer_id
),

-- Of the ids with one key: that of the licence that starts first, the first and last by letters.
compared_ids as (
    select
        customer_id,
        near_equal_key,
        sum(is_listed) over (partition by near_equal_key) as listed_ids,
        max(case when is_listed = 1 then customer_id end) over (partition by near_equal_key)
            as last_listed_id,
        first_value(customer_id) over (
            partition by near_equal_key
            order by first_from_date asc nulls last, customer_id asc
        ) as earliest_id,
        min(customer_id) over (partition by near_equal_key) as first_id,
        max(customer_id) over (partition by near_equal_key) as last_id
    from keyed_ids
)

select
    customer_id,
    near_equal_key,
    case when first_id = customer_id then last_id else first_id end as other_id,
    case when listed_ids = 1 then last_listed_id end as listed_id,
    case when listed_ids = 1 then last_listed_id else earliest_id end as merged_id
from compared_ids
where first_id <> last_id
