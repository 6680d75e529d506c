{#- A number in a sentence, with as many decimals as are asked for, or none where it is a whole number. -#}
{% macro shown_number(number, decimals=1) -%}
    {%- set rounded -%}cast({{ number }} as decimal(18, {{ decimals }})){%- endset -%}
    case
                when {{ rounded }} = cast({{ rounded }} as decimal(18, 0))
                    then cast(cast({{ rounded }} as decimal(18, 0)) as {{ dbt.type_string() }})
                else cast({{ rounded }} as {{ dbt.type_string() }})
            end
{%- endmacro %}
