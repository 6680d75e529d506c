with ids as (
    select * from {{ ref('product_retention', 'int_near_equal_ids') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
)

{#- With merge_near_equal_ids an id that gave way to another one is listed; else every near-equal
    id, of the licence itself or of the customer under which it counts. -#}
{%- if setting('merge_near_equal_ids') %}

select
    licenses.license_id,
    licenses.customer_id,
    'merged_id' as issue,
    'customer id "' || {{ unseen_shown('ids.customer_id') }} || '" counts as "'
    || {{ unseen_shown('ids.merged_id') }} || '"' as detail,

    licenses.arr,

    licenses.ends_before
from licenses
inner join ids
    on licenses.company_id = ids.customer_id
where ids.customer_id <> ids.merged_id
{%- else %}

select
    licenses.license_id,
    licenses.customer_id,
    'near_equal_id' as issue,
    'customer id "' || {{ unseen_shown('coalesce(own.customer_id, counted.customer_id)') }}
    || '" is close to "' || {{ unseen_shown('coalesce(own.other_id, counted.other_id)') }} || '"'
        as detail,

    licenses.arr,

    licenses.ends_before
from licenses
left join ids as own
    on licenses.company_id = own.customer_id
left join ids as counted
    on licenses.customer_id = counted.customer_id
where own.customer_id is not null or counted.customer_id is not null
{%- endif %}
