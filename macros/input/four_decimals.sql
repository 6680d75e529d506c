{#- A number as text without what follows its fourth decimal, so that an amount is rounded once, to the
    cent: 1200.00499999 is 1200.00. A text of any other form is left as it is. -#}
{% macro four_decimals(text) -%}
    {%- set position = dbt.position("'.'", 'replace(' ~ text ~ ", ',', '.')") -%}
    case
                        when
                            ({{ text }} like '%._____%' or {{ text }} like '%,_____%')
                            and translate({{ text }}, '0123456789', '') in ('.', ',', '-.', '-,', '+.', '+,')
                            then substr({{ text }}, 1, 4 + {{ position }})
                        else {{ text }}
                    end
{%- endmacro %}
