{#- A limit of Wilson's score interval of a proportion, about 95 %. Null where nothing was counted. -#}
{% macro wilson_limit(count, base, side) -%}
    {%- set k = 'cast(' ~ count ~ ' as ' ~ rate_type() ~ ')' -%}
    {%- set n = 'nullif(cast(' ~ base ~ ' as ' ~ rate_type() ~ '), 0)' -%}
    {%- set z = 1.959964 -%}
    case
        when {{ base }} > 0 then greatest(0, least(1, (
            {{ k }} + {{ z * z / 2 }} {{ {'low': '-', 'high': '+'}[side] }}
            {{ z }} * sqrt({{ k }} * ({{ n }} - {{ k }}) / {{ n }} + {{ z * z / 4 }})
        ) / ({{ n }} + {{ z * z }})))
    end
{%- endmacro %}
