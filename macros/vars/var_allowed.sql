{#- Nothing if the value keeps to the rule, else the words for what is allowed. -#}
{% macro var_allowed(rule, value) -%}
    {%- set kind = rule['kind'] -%}
    {%- set text = value | string -%}
    {%- if kind == 'choice' -%}
        {%- if value not in rule['values'] -%}{{ rule['values'] | join(', ') }}{%- endif -%}
    {%- elif kind == 'choices' -%}
        {%- if not is_list(value) or value | reject('in', rule['values']) | list -%}
            a list of {{ rule['values'] | join(', ') }}
        {%- endif -%}
    {%- elif kind == 'switch' -%}
        {%- if value is not boolean -%}true, false{%- endif -%}
    {%- elif kind == 'number' -%}
        {%- if not is_whole_number(value, rule) -%}
            a whole number from {{ rule['least'] }} to {{ rule['most'] }}
        {%- endif -%}
    {%- elif kind == 'number or none' -%}
        {%- if value is not none and not is_whole_number(value, rule) -%}
            a whole number from {{ rule['least'] }} to {{ rule['most'] }}, or null
        {%- endif -%}
    {%- elif kind == 'numbers' -%}
        {%- set wrong = [] -%}
        {%- for item in (value if is_list(value) else []) if not is_whole_number(item, rule) -%}
            {%- do wrong.append(item) -%}
        {%- endfor -%}
        {%- if not is_list(value) or wrong or not value or value | unique | list | length < value | length -%}
            a list of different whole numbers from {{ rule['least'] }} to {{ rule['most'] }}
        {%- endif -%}
    {%- elif kind == 'date' -%}
        {%- if value is not none and not is_iso_date(text) -%}
            a day as YYYY-MM-DD, or null
        {%- endif -%}
    {%- elif kind == 'moment' -%}
        {%- if value is not none
            and not (is_iso_date(text[:10]) and modules.re.match('^( ([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d)?$', text[10:])) -%}
            a moment as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, or null
        {%- endif -%}
    {%- elif kind == 'currency' -%}
        {%- if value is not string or not modules.re.match('^[A-Z]{3}$', text) -%}
            three capital letters, such as USD
        {%- endif -%}
    {%- elif kind == 'role' -%}
        {%- if value is not string or not modules.re.match('^[A-Za-z0-9_.@-]*$', text) -%}
            the name of a role (letters, digits and _ . @ -), or empty
        {%- endif -%}
    {%- elif kind == 'text' -%}
        {%- if value is not string -%}a text{%- endif -%}
    {%- elif kind == 'mapping' -%}
        {%- if value is not mapping -%}a mapping of table names to lists of columns{%- endif -%}
    {%- elif kind == 'columns' -%}
        {%- set wrong = [] -%}
        {%- for item in (value if is_list(value) else []) -%}
            {%- if not modules.re.match('^[a-z_][a-z0-9_]*$', item | string) or item in standard_columns() -%}
                {%- do wrong.append(item) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if not is_list(value) or wrong -%}
            a list of extra columns (names of lower-case letters, digits and _,
            none that the project itself uses)
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
