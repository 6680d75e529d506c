{#- A text, null where it is a word for nothing, as databases, spreadsheets and pandas write it. -#}
{% macro known_text(text) -%}
    case
            when
                length({{ text }}) > 6
                or (
                    lower({{ text }}) not in (
                        'null', '(null)', '[null]', '<null>', 'none', 'n/a', '#n/a', 'nan', 'nat', '<na>', '-'
                    )
                    and lower({{ text }}) <> chr(92) || 'n'
                )
                then {{ text }}
        end
{%- endmacro %}
