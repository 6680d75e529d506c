{#- By how much sums over stretches of months change: a stretch adds its measures in its first month,
    and takes them away again when it ends. A row `counted` counts at both. -#}
{% macro stretch_changes(stretches, keys, measures, counts_rows=false) -%}
select
    {{ keys | join(', ') }},
    month_index,
    {%- if counts_rows %}
    sum(counted) as counted,
    {%- endif %}
    {%- for measure in measures %}
    sum({{ measure }}_change) as {{ measure }}_change{{ "," if not loop.last }}
    {%- endfor %}
from (
    select
        {{ keys | join(', ') }},
        case when sign = 1 then month_index else until_month_index end as month_index,
        {%- if counts_rows %}
        counted,
        {%- endif %}
        {%- for measure in measures %}
        sign * {{ measure }} as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from {{ stretches }}
    cross join (
        select 1 as sign
        union all
        select -1 as sign
    ) as signs
) as beginnings_and_ends
where month_index is not null
group by {{ keys | join(', ') }}, month_index
{%- endmacro %}
