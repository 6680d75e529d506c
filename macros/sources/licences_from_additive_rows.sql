{#- A query that makes licences of rows that add up over time, some of them below 0: rows of a relation with
    the columns of the record, starts_on, ends_before (null: open), quantity and arr. It gives the
    stretches of each record in which quantity and ARR stay the same, from valid_from to valid_to, without
    those of no ARR; a record that never has any keeps them. -#}
{% macro licences_from_additive_rows(relation, record) -%}
    {%- set key, added = record | join(', '), [] -%}
    {%- set added -%}
(
        select
            *,
            max(abs(arr)) over (partition by {{ key }}) as largest_arr
        from (
            select
                {{ key }},
                changed_on as valid_from,
                lead(changed_on) over (partition by {{ key }} order by changed_on) as valid_to,
                {%- for column in ['quantity', 'arr'] %}
                sum({{ column }}) over (
                    partition by {{ key }}
                    order by changed_on
                    rows between unbounded preceding and current row
                ) as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from (
                select
                    {{ key }},
                    changed_on,
                    sum(quantity) as quantity,
                    sum(arr) as arr
                from (
                    select {{ key }}, starts_on as changed_on, quantity, arr
                    from {{ relation }}
                    union all
                    select {{ key }}, ends_before as changed_on, -quantity as quantity, -arr as arr
                    from {{ relation }}
                    where ends_before is not null
                ) as changes
                group by {{ key }}, changed_on
            ) as daily_changes
        ) as running
    ) as stretches
    where arr <> 0 or (largest_arr = 0 and quantity <> 0)
    {%- endset -%}
    {{ joined_neighbours('(select * from ' ~ added ~ ') as stretches_with_arr', record, ['quantity', 'arr']) }}
{%- endmacro %}
