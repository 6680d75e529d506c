{#- A sentence with the values of its places, such as {customer}. -#}
{% macro filled_in(sentence, values) -%}
    {%- for value in values -%}replace({% endfor %}{{ sentence }}
    {%- for name, value in values.items() %}, '{{ '{' ~ name ~ '}' }}', {{ value }}){% endfor %}
{%- endmacro %}
