{#- The days before a window whose tickets are the usual number that those of the window are compared
    with. -#}
{% macro ticket_norm_days() -%}
    180
{%- endmacro %}
