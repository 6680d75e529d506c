{{ config(materialized='view') }}
{%- set times = 100 -%}
{%- set least_arr = 10000 -%}

with licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where is_accepted
),

-- Who has a licence that is worth so many times another one; most customers end here.
candidates as (
    select
        customer_id,
        max(arr) as largest_arr
    from licenses
    where arr > 0
    group by customer_id
    having
        max(arr) >= {{ least_arr }}
        and max(arr) >= {{ times }} * min(arr)
),

compared as (
    select
        candidates.customer_id,
        candidates.largest_arr,
        max(case when licenses.arr < candidates.largest_arr then licenses.arr end)
            as next_arr
    from candidates
    inner join licenses
        on candidates.customer_id = licenses.customer_id
    group by candidates.customer_id, candidates.largest_arr
    having count(case when licenses.arr = candidates.largest_arr then 1 end) = 1
)

select
    licenses.license_id,
    licenses.customer_id,
    licenses.arr,
    cast(compared.next_arr as {{ money_total_type() }}) as compared_with
from compared
inner join licenses
    on
        compared.customer_id = licenses.customer_id
        and compared.largest_arr = licenses.arr
where compared.next_arr > 0 and compared.largest_arr >= {{ times }} * compared.next_arr
