{#- By how much the parts of retention change, one row per month, window and group: a position adds
    its parts in its first month and takes them away again when it ends. `counts_rows` also counts
    what is added up, and takes away rows of counted_rows that were. -#}
{% macro retention_changes(positions, group_by=[], of_pairs=false, are_added_up=false, counts_rows=false) -%}
{%- set parts = retention_parts(of_pairs) -%}
{%- set group_columns = group_by + ['window_months'] -%}
{%- set measures = parts.sums + parts.counts -%}
select
    {{ group_columns | join(', ') }},
    month_index,
    {%- if counts_rows %}
    sum(counted) as counted,
    {%- endif %}
    {%- for measure in measures %}
    sum({{ measure }}_change) as {{ measure }}_change{{ "," if not loop.last }}
    {%- endfor %}
from (
    select
        {{ group_columns | join(', ') }},
        case when sign = 1 then month_index else until_month_index end as month_index,
        {%- if counts_rows %}
        counted,
        {%- endif %}
        {%- for measure in measures %}
        sign * {{ measure }} as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            {{ group_columns | join(', ') }},
            month_index,
            until_month_index,
            {%- if are_added_up %}
            {{ ((['counted'] if counts_rows else []) + measures) | join(', ') }}
        from {{ positions }}
            {%- else %}
            {%- if counts_rows %}
            sum({{ counted_sign() }}) as counted,
            {%- endif %}
            {%- for measure in measures %}
            sum({{ (counted_sign() ~ ' * ') if counts_rows }}{{ measure }}) as {{ measure }}
            {{- "," if not loop.last }}
            {%- endfor %}
        from {{ positions }}
        group by {{ group_columns | join(', ') }}, month_index, until_month_index
            {%- endif %}
    ) as stretches
    cross join (
        select 1 as sign
        union all
        select -1 as sign
    ) as signs
) as beginnings_and_ends
where month_index is not null
group by {{ group_columns | join(', ') }}, month_index
{%- endmacro %}
