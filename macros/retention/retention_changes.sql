{#- By how much the parts of retention change, one row per month, window and group. `counts_rows` also
    counts what is added up, and takes away rows of counted_rows that were. -#}
{% macro retention_changes(positions, group_by=[], of_pairs=false, are_added_up=false, counts_rows=false) -%}
{%- set parts = retention_parts(of_pairs) -%}
{%- set group_columns = group_by + ['window_months'] -%}
{%- set measures = parts.sums + parts.counts -%}
{%- set stretches -%}
(
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
{%- endset -%}
{{ stretch_changes(stretches, group_columns, measures, counts_rows) }}
{%- endmacro %}
