{#- A text, or what is shown for it; null where it is a word for nothing, as databases, spreadsheets and
    pandas write it. -#}
{% macro known_text(text, shown=none) -%}
    case
            when
                length({{ text }}) > 6
                or lower({{ text }}) not in (
                    'null', '(null)', '[null]', '<null>', 'none', 'n/a', '#n/a', 'nan', 'nat', '<na>', '-',
                    '$-', '$ -', '€-', '€ -', '-€', '- €', '£-', '£ -', chr(92) || 'n'
                )
                then {{ shown or text }}
        end
{%- endmacro %}
