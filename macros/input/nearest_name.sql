{#- The name of a list that is most like one; none where all are less alike than asked for. -#}
{% macro nearest_name(name, names, least=0.3) -%}
    {%- set best = {'name': none, 'likeness': least} -%}
    {%- for other in names -%}
        {%- set likeness = name_likeness(name, other) -%}
        {%- if likeness > best['likeness'] or (likeness == best['likeness'] and best['name'] is none) -%}
            {%- do best.update({'name': other, 'likeness': likeness}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(best['name']) }}
{%- endmacro %}
