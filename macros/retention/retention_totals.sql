{#- retention_changes as a table of totals. -#}
{% macro retention_totals(positions, group_by=[], of_pairs=false, are_added_up=false) -%}
{%- set columns = {} -%}
{%- for kind, measures in retention_parts(of_pairs).items() -%}
    {%- do columns.update({kind: []}) -%}
    {%- for measure in measures -%}
        {%- do columns[kind].append(measure ~ '_change') -%}
    {%- endfor -%}
{%- endfor -%}
{{ added_up(
    retention_changes(positions, group_by, of_pairs, are_added_up, counts_rows=true),
    keys=group_by + ['window_months', 'month_index'],
    sums=columns.sums,
    counts=columns.counts
) }}
{%- endmacro %}
