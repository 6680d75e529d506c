{#- Condition: the issue of a licence is found anew by this build, not only where its customer has
    changed. Issues of rows without a licence id are numbered among all; a status comes to contradict
    its dates as time goes by, and a price to lie far from the others as those change. -#}
{% macro is_listed_anew() -%}
    (
        {{ is_changed_customer('customer_id') }}
        or license_id is null
        or issue in ('status_contradicts_dates', 'price_dispersion')
    )
{%- endmacro %}
