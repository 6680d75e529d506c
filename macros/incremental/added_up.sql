{#- A query of totals: those of the last build with the changes to them, or the changes alone. A row
    goes where nothing counts in it any more. `changes` is a query of columns `keys`, `sums`, and
    `counted`, the number of rows. -#}
{% macro added_up(changes, keys, sums) -%}
{%- set takes_up_changes = only_changes_count() -%}
with changes as (
    {{ changes | indent(4) }}
)
{%- if execute and has_complete_build() %},

before_and_changes as (
    select
        {{ (keys + sums) | join(', ') }}, counted
    from changes
    union all
    select
        {{ (keys + sums) | join(', ') }}, counted
    from {{ this }}
    where {{ takes_up_changes }}
)
{%- endif %}

select
    {{ keys | join(', ') }},

    {%- for column in sums %}
    cast(sum({{ column }}) as {{ money_total_type() }}) as {{ column }},
    {%- endfor %}
    cast(sum(counted) as {{ dbt.type_bigint() }}) as counted
from {{ 'before_and_changes' if execute and has_complete_build() else 'changes' }}
group by {{ keys | join(', ') }}
having sum(counted) <> 0
{%- endmacro %}
