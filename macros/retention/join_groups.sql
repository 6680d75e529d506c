{#- Joins the CTE groups, which numbers groups of columns, to the rows of another relation. -#}
{% macro join_groups(relation, group_by) -%}
    {%- if group_by %}
    inner join groups
        on
            {%- for column in group_by %}
            {{ 'and ' if not loop.first }}{{ relation }}.{{ column }} = groups.{{ column }}
            {%- endfor %}
    {%- endif %}
{%- endmacro %}
