{#- CTEs: the segments of customers by month, with a number in place of type and value. -#}
{% macro numbered_segments() -%}
customer_segments as {{ read_anew() }}(
    select * from {{ counted_rows('int_customer_segments') }}
),

-- Numbers are compared faster than names.
names as (
    select
        segment_type,
        segment_value,
        row_number() over (order by segment_type, segment_value) as segment_id
    from customer_segments
    group by segment_type, segment_value
),

segments as {{ read_anew() }}(
    select
        customer_segments.customer_id,
        cast(names.segment_id as integer) as segment_id,
        customer_segments.month_index,
        coalesce(customer_segments.until_month_index, {{ no_month_index() }})
            as before_month_index
    from customer_segments
    inner join names
        on
            customer_segments.segment_type = names.segment_type
            and customer_segments.segment_value = names.segment_value
)
{%- endmacro %}
