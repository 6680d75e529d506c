{#- Does an option of source planhat ask for columns beside those of the licences? -#}
{% macro planhat_extras() -%}
    {{ return(
        source_option('planhat', 'synced_from') is not none
        or source_option('planhat', 'quantity_field') is not none
    ) }}
{%- endmacro %}
