{#- What stands in columns that cannot be read, such as: length is "twelve". Null where all can. -#}
{% macro unread_fields(types) -%}
    {%- set unread = {} -%}
    {%- for column, type in types.items() -%}
        {%- set value = parse_boolean(column) if type == 'boolean' else try_cast(column, type) -%}
        {%- do unread.update({column: '(' ~ value ~ ') is null and ' ~ clean_text(column) ~ ' is not null'}) -%}
    {%- endfor -%}
    case
            when
                {%- for condition in unread.values() %}
                {{ 'or ' if not loop.first }}({{ condition }})
                {%- endfor %}
                then substr(
                    concat(
                        {%- for column, condition in unread.items() %}
                        case
                            when {{ condition }}
                                then concat('; {{ column }} is "', {{ clean_text(column) }}, '"')
                            else ''
                        end{{ ',' if not loop.last }}
                        {%- endfor %}
                    ), 3
                )
        end
{%- endmacro %}
