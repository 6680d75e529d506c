{#- The values of customers by month, as stretches of months in which they stay the same. -#}
{% macro value_stretches(values, entity=['customer_id', 'segment_type']) -%}
select
    {{ entity | join(',\n    ') }},
    segment_value,

    month_index,
    lead(month_index) over (
        partition by {{ entity | join(', ') }} order by month_index
    ) as until_month_index
from (
    select
        *,
        lag(segment_value) over (
            partition by {{ entity | join(', ') }} order by month_index
        ) as previous_value
    from {{ values }}
) as sequenced
where previous_value is null or previous_value <> segment_value
{%- endmacro %}
