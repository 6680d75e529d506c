{#- Condition: totals of the last build stand, and take up what the customers that this one has found
    changed add to them. Not so while there are those of a build that did not come to its end. -#}
{% macro only_changes_count() -%}
    (select count(distinct build_id) from {{ ref('int_changed_customers') }}) = 1
{%- endmacro %}
