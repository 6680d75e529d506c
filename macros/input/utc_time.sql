{#- The time of UTC of a text that has the form of a time, and may have a zone behind it. -#}
{% macro utc_time(text) -%}
    {#- The first eight characters hold both hyphens of the day. -#}
    {%- set behind = 'substr(' ~ text ~ ', 9)' -%}
    {%- set east = dbt.split_part(behind, "'+'", 2) | trim -%}
    {%- set west = dbt.split_part(behind, "'-'", 2) | trim -%}
    {{ return(add_seconds(cast_text(without_zone(text), 'timestamp'), "case
                        when " ~ behind ~ " like '%+%' then -(" ~ offset_seconds(east) ~ ")
                        when " ~ behind ~ " like '%-%' then " ~ offset_seconds(west) ~ "
                        else 0
                    end")) }}
{%- endmacro %}

{#- The seconds of an offset from UTC that is written as HH, HHMM or HH:MM. -#}
{% macro offset_seconds(text) -%}
    {%- set digits = "substr(replace(" ~ text ~ ", ':', '') || '0000', 1, 4)" -%}
    {{ return(
        '3600 * cast(substr(' ~ digits ~ ', 1, 2) as integer)'
        ~ ' + 60 * cast(substr(' ~ digits ~ ', 3, 2) as integer)'
    ) }}
{%- endmacro %}
