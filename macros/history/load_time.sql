{#- The time of this build, by which the history dates changes of licences. -#}
{% macro load_time() -%}
    {%- set loaded_at = setting('loaded_at') -%}
    cast('{{ loaded_at if loaded_at is not none else run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as timestamp)
{%- endmacro %}
