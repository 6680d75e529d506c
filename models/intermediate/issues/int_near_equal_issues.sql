with ids as (
    select * from {{ ref('int_near_equal_ids') }}
),

licenses as (
    select * from {{ ref('int_licenses') }}
)

-- The id of the licence itself, and that of the customer under which it counts.
select
    licenses.license_id,
    licenses.customer_id,
    {%- if var('merge_near_equal_ids') %}
    'merged_id' as issue,
    'customer id "' || {{ unseen_shown('own.customer_id') }} || '" counts as "'
    || {{ unseen_shown('own.merged_id') }} || '"' as detail
    {%- else %}
    'near_equal_id' as issue,
    'customer id "' || {{ unseen_shown('coalesce(own.customer_id, counted.customer_id)') }}
    || '" is close to "' || {{ unseen_shown('coalesce(own.other_id, counted.other_id)') }} || '"'
        as detail
    {%- endif %},

    licenses.arr,

    licenses.ends_before
from licenses
left join ids as own
    on licenses.company_id = own.customer_id
left join ids as counted
    on licenses.customer_id = counted.customer_id
where
    {%- if var('merge_near_equal_ids') %}
    own.customer_id <> own.merged_id
    {%- else %}
    own.customer_id is not null or counted.customer_id is not null
    {%- endif %}
