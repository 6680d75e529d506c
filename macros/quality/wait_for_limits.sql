{#- Renders nothing, but makes a model wait for the totals of issues: where one is over its
    error_share, the model is skipped and the marts below it stay as they were. A unit test has no
    totals to wait for. -#}
{% macro wait_for_limits() -%}
    {%- if model.resource_type != 'unit_test' -%}
        {%- do ref('int_issue_totals') -%}
    {%- endif -%}
{%- endmacro %}
