{#- A sentence with the values of its places, such as {customer}. The places are marked before the first
    value is put in, with a character that no value keeps: a name with braces is no place. -#}
{% macro filled_in(sentence, values) -%}
    {%- set mark = '\ue000' -%}
    {%- for value in values -%}replace({% endfor %}
    {%- for value in values -%}replace({% endfor %}{{ sentence }}
    {%- for name in values %}, '{{ '{' ~ name ~ '}' }}', '{{ mark ~ name ~ '}' }}'){% endfor %}
    {%- for name, value in values.items() %}, '{{ mark ~ name ~ '}' }}', replace({{ value }}, '{{ mark }}', '')){% endfor %}
{%- endmacro %}
