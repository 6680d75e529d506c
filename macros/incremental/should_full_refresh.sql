{#- Overrides dbt's own: a table that is built by customer is made anew where there is no complete
    build to add to. -#}
{% macro should_full_refresh() -%}
    {%- set configured = config.get('full_refresh') -%}
    {%- if configured is not none -%}
        {{ return(configured) }}
    {%- elif 'by_customer' in (config.get('tags') or []) and execute and not has_complete_build() -%}
        {{ return(true) }}
    {%- endif -%}
    {{ return(flags.FULL_REFRESH) }}
{%- endmacro %}
