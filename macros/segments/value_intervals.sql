{#- Values by customer, segment type and month, as intervals in which the value stays the same. -#}
{% macro value_intervals(values) -%}
select
    customer_id,
    segment_type,
    segment_value,

    from_month,
    coalesce(
        lead(from_month) over (partition by customer_id, segment_type order by from_month),
        {{ open_month() }}
    ) as to_month
from (
    select
        *,
        lag(segment_value) over (
            partition by customer_id, segment_type order by from_month
        ) as previous_value
    from {{ values }}
) as sequenced
where previous_value is null or previous_value <> segment_value
{%- endmacro %}
