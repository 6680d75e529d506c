{#- How many months an entity was without ARR before the change: from the last change that left it
    at 0 to this one. Null where it has ARR before the change or never had any. -#}
{% macro absence_months(entity) -%}
    case
        when opening_arr = 0
            then month_index - max(case when opening_arr > 0 and arr = 0 then month_index end) over (
                partition by {{ entity | join(', ') }}
                order by month_index
                rows between unbounded preceding and 1 preceding
            )
    end
{%- endmacro %}
