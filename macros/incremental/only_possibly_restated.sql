{#- Leaves out customers that are not restated: what is closed is what was so, and one that has not
    changed since the last build is restated if it was then. -#}
{% macro only_possibly_restated(word='where') -%}
    {%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    {{ word }} (
        {{ is_changed_customer('customer_id') }}
        {%- if has_complete_build() %}
        or customer_id in (select customer_id from {{ this }})
        {%- endif %}
    )
    {%- endif -%}
{%- endmacro %}
