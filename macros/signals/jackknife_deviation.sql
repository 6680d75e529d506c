{#- How far a ratio of sums moves when one entity is left out: (total - part) / (base total - base part)
    less total / base total. Null where the others have no base. -#}
{% macro jackknife_deviation(part, base_part, total, base_total) -%}
    ({{ safe_divide(total, base_total) }} * cast({{ base_part }} as {{ rate_type() }})
        - cast({{ part }} as {{ rate_type() }}))
        / nullif(cast({{ base_total }} - {{ base_part }} as {{ rate_type() }}), 0)
{%- endmacro %}
