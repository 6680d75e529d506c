{#- What stands in columns that cannot be read, such as: length is "twelve". Null where all can. -#}
{% macro unread_fields(types) -%}
    nullif(
            substr(
                concat(
                    {%- for column, type in types.items() %}
                    case
                        when
                            {{ parse_boolean(column) if type == 'boolean' else try_cast(column, type) }} is null
                            and {{ clean_text(column) }} is not null
                            then concat('; {{ column }} is "', {{ clean_text(column) }}, '"')
                        else ''
                    end{{ ',' if not loop.last }}
                    {%- endfor %}
                ), 3
            ), ''
        )
{%- endmacro %}
