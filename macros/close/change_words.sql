{#- What differs between two versions of a licence, in words: 'arr 100 -> 120; to_date 2025-12-31
    -> 2025-06-30'; for a licence that came or went, what it says or said. -#}
{% macro change_words(was, now, columns) -%}
    substring(
        {%- for column, name in columns.items() %}
        {%- set old, new = was ~ '.' ~ column, now ~ '.' ~ column %}
        {{ '|| ' if not loop.first }}case
            when {{ is_not_distinct_from(old, new) }} then ''
            when {{ was }}.license_id is null then '; {{ name }} ' || {{ text_of(new) }}
            when {{ now }}.license_id is null then '; {{ name }} ' || {{ text_of(old) }}
            else '; {{ name }} ' || {{ text_of(old) }} || ' -> ' || {{ text_of(new) }}
        end
        {%- endfor %}, 3
    )
{%- endmacro %}
