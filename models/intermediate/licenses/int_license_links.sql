with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

digits as (
    {% for digit in range(10) -%}
    select {{ digit }} as digit{{ "\n    union all" if not loop.last }}
    {% endfor %}
),

numbers as (
    select 1 + ones.digit + 10 * tens.digit + 100 * hundreds.digit as number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
),

-- Several ids in one field, unless a licence has the whole text for an id.
lists as (
    select
        linking.*,
        replace(linking.renewal_of_license_id, ';', ',') as ids
    from licenses as linking
    where
        linking.renewal_of_license_id not in (select licenses.stated_license_id from licenses)
        and (
            linking.renewal_of_license_id like '%;%' or linking.renewal_of_license_id like '%,%'
        )
),

parts as (
    select
        lists.license_id,
        {{ clean_text(part_of_list('lists.ids', 'numbers.number')) }} as linked_stated_id
    from lists
    inner join numbers
        on numbers.number <= 1 + {{ occurrences('lists.ids', "','") }}
),

links as (
    select
        linking.license_id,
        linking.renewal_of_license_id as linked_stated_id
    from licenses as linking
    left join lists
        on linking.license_id = lists.license_id
    where linking.renewal_of_license_id is not null and lists.license_id is null
    union all
    select
        license_id,
        linked_stated_id
    from parts
    where linked_stated_id is not null
    group by license_id, linked_stated_id
),

-- A stated id stands for all licences that share it (var license_key) but the one that names it.
joined as (
    select
        links.license_id,
        coalesce(linked.license_id, links.linked_stated_id) as linked_license_id,
        licenses.customer_id,
        linked.customer_id as linked_customer_id,
        licenses.starts_on,
        linked.starts_on as linked_starts_on,
        linked.license_id is not null as is_usable,
        licenses.status = 'pending' as is_pending,
        coalesce(linked.status = 'pending', false) as is_linked_pending
    from links
    inner join licenses
        on links.license_id = licenses.license_id
    left join licenses as linked
        on
            links.linked_stated_id = linked.stated_license_id
            and links.license_id <> linked.license_id
),

carriers as (
    select license_id
    from joined
    where starts_on = linked_starts_on and not is_pending and not is_linked_pending
    group by license_id
),

-- The one that starts later renews the other, whichever of the two carries the link. On one day it
-- is the one that carries it; of several in a row or in a circle the last by id.
directed as (
    select
        joined.*,
        case
            when joined.is_usable and not joined.is_pending and not joined.is_linked_pending
                then
                    joined.starts_on > joined.linked_starts_on
                    or (
                        joined.starts_on = joined.linked_starts_on
                        and joined.license_id > coalesce(carriers.license_id, '')
                    )
        end as is_renewal
    from joined
    left join carriers
        on joined.linked_license_id = carriers.license_id
)

select
    license_id,
    linked_license_id,
    {%- for id in ['license_id', 'customer_id'] %}
    case when is_renewal then linked_{{ id }} when not is_renewal then {{ id }} end
        as renewed_{{ id }},
    case when is_renewal then {{ id }} when not is_renewal then linked_{{ id }} end
        as renewal_{{ id }},
    {%- endfor %}

    is_usable,
    is_pending,
    is_linked_pending,

    case when is_renewal then starts_on when not is_renewal then linked_starts_on end as renewed_on
from directed
