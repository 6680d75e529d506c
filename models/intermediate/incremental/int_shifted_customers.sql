{{ config(
    enabled=adds_to_totals(),
    post_hook='{{ keep_rows_before(clear=false) }}',
    tags=['by_customer'],
) }}
with ranks as (
    select * from {{ ref('int_customer_arr_ranks') }}
),

changed_customers as (
    select * from {{ ref('int_changed_customers') }}
)
{%- if not has_complete_build() %}

-- All customers are rebuilt.
select customer_id
from ranks
where 1 = 0
{%- else %},

built as (
    select * from {{ relation_by_name('int_customer_segments') }}
    where segment_type = 'arr_rank'
),

compared as (
    select
        customer_id,
        segment_value,
        month_index,
        until_month_index
    from ranks
    union all
    select
        customer_id,
        segment_value,
        month_index,
        until_month_index
    from built
),

differences as (
    select customer_id
    from compared
    group by customer_id, segment_value, month_index, until_month_index
    having count(*) = 1
)

select differences.customer_id
from differences
left join changed_customers
    on differences.customer_id = changed_customers.customer_id
where changed_customers.customer_id is null
group by differences.customer_id
{%- endif %}
