{#- A limit of Newcombe's hybrid score interval (method 10) of the difference of two proportions, made of
    the near limit of the one and the far limit of the other by Wilson. Null where one is null. -#}
{% macro newcombe_limit(rate, rate_limit, other_rate, other_rate_limit, side) -%}
    {{ rate }} - {{ other_rate }} {{ {'low': '-', 'high': '+'}[side] }} sqrt(
        ({{ rate }} - {{ rate_limit }}) * ({{ rate }} - {{ rate_limit }})
        + ({{ other_rate_limit }} - {{ other_rate }}) * ({{ other_rate_limit }} - {{ other_rate }})
    )
{%- endmacro %}
