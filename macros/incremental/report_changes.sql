{#- After the changed customers are found: forgets the last complete build where something has changed
    that bears on all of them. -#}
{% macro report_changes() -%}
    {%- if has_complete_build() -%}
        {%- for row in run_query(changed_settings_sql()).rows -%}
            {%- do forget_complete_build(row[0] ~ ' changed since the last build') -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
