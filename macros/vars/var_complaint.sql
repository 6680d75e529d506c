{#- The message for a var with a value that is not allowed; nothing where it is. -#}
{% macro var_complaint(name) -%}
    {%- set rule, value = var_rules()[name], setting(name) -%}
    {#- YAML makes a date of a day, which JSON does not know. -#}
    {%- if value is not none and value is not boolean and value is not number and value is not iterable -%}
        {%- set value = value | string -%}
    {%- endif -%}
    {%- set items = value if rule.is_list and is_list(value) else [value] -%}
    {%- set allowed = [] -%}
    {%- for item in items -%}
        {%- if item is none -%}
            {%- do allowed.append(item) if rule.or_null -%}
        {%- elif modules.re.match('^(' ~ rule.get('pattern', '\\d+') ~ ')$', tojson(item))
            and (rule.least is not defined or rule.least <= item <= rule.most)
            and (not rule.is_day or is_iso_date(item[:10]))
            and item not in rule.get('taken', []) -%}
            {%- do allowed.append(item) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if is_list(value) != rule.get('is_list', false) or (rule.is_filled and not items)
        or (rule.needs and rule.needs not in items)
        or allowed | length < items | length
        or (rule.is_list and allowed | unique | list | length < items | length) -%}
        var {{ name }} is {{ tojson(value) }}; allowed: {{ rule.allowed or
            ('a list of different whole numbers' if rule.is_list else 'a whole number')
            ~ ' from ' ~ rule.least ~ ' to ' ~ rule.most ~ (', or null' if rule.or_null else '') }}
    {%- endif -%}
{%- endmacro %}
