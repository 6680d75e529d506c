{#- The id under which a company of a source counts: that of its link, else its own, with the source before
    it unless that is the first of the sources of licences. -#}
{% macro linked_id(linked, source, id) -%}
    coalesce(
            {{ linked }},
            case
                when {{ source }} <> '{{ sources_giving('licenses') | first }}' then {{ source }} || ':'
                else ''
            end || {{ id }}
        )
{%- endmacro %}
