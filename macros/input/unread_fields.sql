{#- What stands in columns that cannot be read, such as: length is "twelve". Null where all can. -#}
{% macro unread_fields(columns) -%}
    case
        when
            {%- for raw, column in columns.items() %}
            {{ 'or ' if not loop.first }}({{ column }} is null and text_{{ raw }} is not null)
            {%- endfor %}
            then substr(
                {%- for raw, column in columns.items() %}
                {{ '|| ' if not loop.first }}case
                    when {{ column }} is null and text_{{ raw }} is not null
                        then '; {{ raw }} is "' || text_{{ raw }} || '"'
                    else ''
                end
                {%- endfor %}, 3
            )
    end
{%- endmacro %}
