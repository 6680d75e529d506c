with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where ends_before is null or ends_before > starts_on
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

family_licenses as (
    select
        licenses.*,
        products.product_family,
        {{ days_between('licenses.starts_on', 'licenses.stated_ends_before') }}
            as term_days
    from licenses
    inner join products
        on licenses.product_id = products.product_id
),

-- What a renewal ended early is not up for renewal: the renewal is.
due_licenses as (
    select
        *,
        ends_before as renews_on,
        row_number() over (
            partition by customer_id, product_id, ends_before
            order by arr desc, license_id asc
        ) as place
    from family_licenses
    where
        not is_pending
        and starts_on <= as_of_date
        and arr > 0
        and ends_before = stated_ends_before
),

due as (
    select
        customer_id,
        product_id,
        product_family,
        renews_on,
        sum(arr) as arr,
        count(*) as licenses,
        min(notice_date) as notice_deadline,
        min(case when auto_renews then 1 else 0 end) = 1 as auto_renews,
        min(case when renewal_status = 'lost' then 1 else 0 end) = 1 as is_lost,
        max(case when place = 1 then {{ term_class('term_days') }} end) as term_class
    from due_licenses
    group by customer_id, product_id, product_family, renews_on
),

successors as (
    select
        due.customer_id,
        due.product_id,
        due.renews_on,
        sum(family_licenses.arr) as successor_arr,
        min(case when family_licenses.arr > 0 then family_licenses.starts_on end)
            as successor_starts_on,
        max(case when family_licenses.is_pending then 1 else 0 end) = 1 as is_successor_pending
    from due
    inner join family_licenses
        on
            due.customer_id = family_licenses.customer_id
            and due.product_family = family_licenses.product_family
            and due.renews_on <= family_licenses.starts_on
            and {{ add_days('due.renews_on', signal_threshold('successor_days') | int) }}
            >= family_licenses.starts_on
    group by due.customer_id, due.product_id, due.renews_on
),

followed as (
    select
        due.*,
        {{ days_between('reporting_date.as_of_date', 'due.renews_on') }}
            as days_to_renewal,
        coalesce(successors.successor_arr, 0) as successor_arr,
        successors.successor_starts_on,
        coalesce(successors.is_successor_pending, false) as is_successor_pending
    from due
    cross join reporting_date
    left join successors
        on
            due.customer_id = successors.customer_id
            and due.product_id = successors.product_id
            and due.renews_on = successors.renews_on
)

select
    customer_id,
    product_id,
    renews_on,
    product_family,
    term_class,
    case
        when successor_arr > 0 then 'renewed'
        when is_lost then 'lost'
        when days_to_renewal <= 0 then 'overdue'
        else 'open'
    end as status,

    cast(licenses as integer) as licenses,
    {{ to_money('arr') }} as arr,
    {{ to_money('successor_arr') }} as successor_arr,
    cast(days_to_renewal as integer) as days_to_renewal,

    auto_renews,
    is_lost,
    is_successor_pending,

    successor_starts_on,
    notice_deadline
from followed
