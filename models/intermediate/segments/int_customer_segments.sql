with customers as (
    select customer_id
    from {{ ref('product_retention', 'int_customer_arr_changes') }}
    group by customer_id
)

-- Every customer is in the segment of all: figures of the company and of products are made of it.
select
    customer_id,
    '(all)' as segment_type,
    '(all)' as segment_value,

    0 as from_month,
    {{ open_month() }} as to_month
from customers
{%- for model in [
    'int_customer_attributes', 'int_customer_bands', 'int_customer_arr_ranks',
    'int_customer_dominant_attributes',
] %}
union all
select
    customer_id,
    segment_type,
    segment_value,

    cast(from_month as integer) as from_month,
    cast(to_month as integer) as to_month
from {{ ref(model) }}
{%- endfor %}
