{#- The row of a dimension with the given id, or else the only one with that name. -#}
{% macro find_by_id_or_name(relation, entity, value) -%}
    {%- set id_column, name_column = entity ~ '_id', entity ~ '_name' -%}
    {%- set found = queried_rows(
        'select ' ~ id_column ~ ' as id, ' ~ name_column ~ ' as name from ' ~ relation
        ~ ' where ' ~ id_column ~ ' = ' ~ text_literal(value)
        ~ ' or ' ~ lower_case(name_column) ~ ' = ' ~ lower_case(text_literal(value)) ~ ' order by 1'
    ) -%}
    {%- set by_id = found | selectattr('id', 'equalto', value | string) | list -%}
    {%- if by_id -%}
        {{ return(by_id[0]) }}
    {%- elif not found -%}
        {{ exceptions.raise_compiler_error(
            'there is no ' ~ entity ~ ' with the id or name ' ~ tojson(value | string)
        ) }}
    {%- elif found | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            'several have the name ' ~ tojson(value | string) ~ ': give one of their ids, '
            ~ found | map(attribute='id') | join(', ')
        ) }}
    {%- endif -%}
    {{ return(found[0]) }}
{%- endmacro %}
