{#- How alike two names are, from 0 to 1: the share of the pairs of neighbouring letters that both have. -#}
{% macro name_likeness(one, other) -%}
    {%- set pairs = [[], []] -%}
    {%- for name in [plain_name(one), plain_name(other)] -%}
        {%- set number = loop.index0 -%}
        {%- for position in range([name | length - 1, 1] | max) -%}
            {%- do pairs[number].append(name[position:position + 2]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set shared = pairs[0] | select('in', pairs[1]) | list | length
        + pairs[1] | select('in', pairs[0]) | list | length -%}
    {{ return(shared / (pairs[0] | length + pairs[1] | length)) }}
{%- endmacro %}
