{#- Condition: the issue of a licence is found anew by this build, not only where its customer has
    changed. Issues of rows without a licence id are numbered among all. -#}
{% macro is_listed_anew() -%}
    (
        {{ is_changed_customer('customer_id') }}
        or license_id is null
        or issue in ('{{ issues_of_all() | join("', '") }}')
    )
{%- endmacro %}
