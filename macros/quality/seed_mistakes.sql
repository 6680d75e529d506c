{#- Queries for the rows of a seed that break a rule, and for its doubled keys: its name, and a message
    that names seed, row and what is wrong. -#}
{% macro seed_mistakes(
    seed, rows, key, rules=[], needed=[], accepted_values={}, never_negative=[], never_above={}
) -%}
    {%- set all_rules = [] -%}
    {%- for column in key + needed -%}
        {%- do all_rules.append({'broken': column ~ ' is null', 'words': "' " ~ column ~ " is empty.'"}) -%}
    {%- endfor -%}
    {%- do all_rules.extend(
        broken_row_rules([], accepted_values, never_negative, [], never_above, [], [])
    ) -%}
    {%- for broken, words in rules -%}
        {%- do all_rules.append({'broken': broken, 'words': words}) -%}
    {%- endfor -%}
    select
        '{{ seed }}' as seed_name,
        'seed {{ seed }}, ' || {{ named_values(key) }}
        || ' ' || {{ text_of('count(*)') }} || ' rows have this key.' as message
    from {{ rows }}
    group by {{ key | join(', ') }}
    having count(*) > 1
    {%- for rule in all_rules %}
    union all
    select
        '{{ seed }}' as seed_name,
        'seed {{ seed }}, ' || {{ named_values(key) }}
        || {{ rule.words }} as message
    from {{ rows }}
    where {{ rule.broken }}
    {%- endfor %}
{%- endmacro %}
