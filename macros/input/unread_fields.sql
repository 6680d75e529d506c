{#- What stands in columns that cannot be read, such as: length is "twelve". Null where all can. The
    text of each column is in a column of its name behind unread_. -#}
{% macro unread_fields(columns) -%}
    case
        when coalesce(unread_{{ columns | join(', unread_') }}) is not null
            then substr(
                {%- for column in columns %}
                {{ '|| ' if not loop.first }}case
                    when unread_{{ column }} is not null
                        then '; {{ column }} is "' || unread_{{ column }} || '"'
                    else ''
                end
                {%- endfor %}, 3
            )
    end
{%- endmacro %}
