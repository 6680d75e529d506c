{#- The row of a dimension with the given id, or else the only one with that name. -#}
{% macro find_by_id_or_name(dimension, entity, text) -%}
    {%- set found = queried_rows(
        'select ' ~ entity ~ '_id as id, ' ~ entity ~ '_name as name from ' ~ dimension
        ~ ' where ' ~ entity ~ '_id = ' ~ text_literal(text)
        ~ ' or ' ~ lower_case(entity ~ '_name') ~ ' = ' ~ lower_case(text_literal(text)) ~ ' order by 1'
    ) -%}
    {%- set found = found | selectattr('id', 'equalto', text | string) | list or found -%}
    {%- if not found -%}
        {{ exceptions.raise_compiler_error(
            'there is no ' ~ entity ~ ' with the id or name ' ~ tojson(text | string)
        ) }}
    {%- elif found | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            'several have the name ' ~ tojson(text | string) ~ ': give one of their ids, '
            ~ found | map(attribute='id') | join(', ')
        ) }}
    {%- endif -%}
    {{ return(found[0]) }}
{%- endmacro %}
