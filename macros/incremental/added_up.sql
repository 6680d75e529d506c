{#- A query of totals: those of the last build with the changes to them, or the changes alone. A row
    goes where nothing counts in it any more. `changes` is a query of columns `keys`, `sums`, `counts`,
    and `counted`, the number of rows. -#}
{% macro added_up(changes, keys, sums, counts) -%}
{%- set takes_up_changes = only_changes_count() -%}
{%- set columns = (keys + sums + counts) | join(', ') -%}
with changes as (
    {{ changes | indent(4) }}
)
{%- if has_complete_build() %},

before_and_changes as (
    select
        {{ columns }}, counted
    from changes
    union all
    select
        {{ columns }}, counted
    from {{ this }}
    where {{ takes_up_changes }}
)
{%- endif %}

select
    {{ keys | join(', ') }},

    {%- for column in sums %}
    cast(sum({{ column }}) as {{ money_total_type() }}) as {{ column }},
    {%- endfor %}
    {%- for column in counts + ['counted'] %}
    cast(sum({{ column }}) as {{ dbt.type_bigint() }}) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ 'before_and_changes' if has_complete_build() else 'changes' }}
group by {{ keys | join(', ') }}
having sum(counted) <> 0
{%- endmacro %}
