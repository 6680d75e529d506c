{#- The texts of a group in one text, with commas between them, in the order of a column. -#}
{% macro listed_in_order(text, order_by) -%}
    {{ adapter.dispatch('listed_in_order', 'product_retention')(text, order_by) }}
{%- endmacro %}

{% macro default__listed_in_order(text, order_by) -%}
    {{ dbt.listagg(text, "', '", 'order by ' ~ order_by) }}
{%- endmacro %}

{# dbt's own leaves them in any order. #}
{% macro spark__listed_in_order(text, order_by) -%}
    array_join(
            transform(
                sort_array(
                    collect_list(named_struct('place', {{ order_by }}, 'words', {{ text }}))
                ), listed -> listed.words
            ), ', '
        )
{%- endmacro %}
