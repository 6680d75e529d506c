{#- A query that joins stretches of a record which touch and are alike: rows of a relation with the columns
    of the record, valid_from, valid_to (null: open) and the columns in which they must agree. It gives one
    row per joined stretch, from valid_from to valid_to; carried are other columns, each with its
    aggregate. -#}
{% macro joined_neighbours(relation, record, same, carried={}) -%}
    {%- set window = 'over (partition by ' ~ record | join(', ') ~ ' order by valid_from)' -%}
    select
        {{ (record + same) | join(',\n        ') }},
        {%- for column, aggregate in carried.items() %}
        {{ aggregate }} as {{ column }},
        {%- endfor %}
        min(valid_from) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to
    from (
        select
            *,
            sum(is_new) over (
                partition by {{ record | join(', ') }}
                order by valid_from
                rows between unbounded preceding and current row
            ) as stretch
        from (
            select
                *,
                case
                    when
                        lag(valid_to) {{ window }} = valid_from
                        {%- for column in same %}
                        and {{ is_not_distinct_from('lag(' ~ column ~ ') ' ~ window, column) }}
                        {%- endfor %}
                        then 0
                    else 1
                end as is_new
            from {{ relation }}
        ) as marked
    ) as numbered
    group by {{ (record + same) | join(', ') }}, stretch
{%- endmacro %}
