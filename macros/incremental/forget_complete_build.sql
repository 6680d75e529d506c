{#- From here on all customers are rebuilt, until a build is complete; the log says why. -#}
{% macro forget_complete_build(why) -%}
    {%- if has_complete_build() -%}
        {%- do adapter.drop_relation(complete_build()) -%}
        {#- None means all. -#}
        {%- set changed = relation_by_name('int_changed_customers') -%}
        {%- if adapter.get_relation(changed.database, changed.schema, changed.identifier) -%}
            {%- do run_statement('delete from ' ~ changed) -%}
        {%- endif -%}
        {%- do log(why ~ ': all customers are rebuilt', info=true) -%}
    {%- endif -%}
{%- endmacro %}
