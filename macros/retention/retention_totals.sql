{#- retention_changes as a table of totals. -#}
{% macro retention_totals(positions, group_by=[], of_pairs=false, are_added_up=false) -%}
{%- set parts = retention_parts(of_pairs) -%}
{%- set sums = [] -%}
{%- for measure in parts.sums + parts.counts -%}
    {%- do sums.append(measure ~ '_change') -%}
{%- endfor -%}
{{ added_up(
    retention_changes(positions, group_by, of_pairs, are_added_up, counts_rows=true),
    keys=group_by + ['window_months', 'month_index'],
    sums=sums
) }}
{%- endmacro %}
