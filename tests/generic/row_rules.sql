{% test row_rules(
    model, key=[], shown=[], never_null=[], accepted_values={}, never_negative=[], shares=[],
    never_above={}, sums=[], rates=[]
) %}
{{ config(meta={'has_messages': true}) }}
{%- set model = tested_model(model) %}
{#- To the parser it is a lot of text in which no other model is named. -#}
{%- if execute %}
{%- set rules = broken_row_rules(
    never_null, accepted_values, never_negative, shares, never_above, sums, rates
) -%}
{%- if rules %}
select
    {{ named_values(shown or key) }}
    {%- for rule in rules %}
    || case when {{ rule.broken }} then {{ rule.words }} else '' end
    {%- endfor %} as message
from {{ model }}
where
    {%- for rule in rules %}
    {{ 'or ' if not loop.first }}({{ rule.broken }})
    {%- endfor %}
{%- endif %}
{{- '\nunion all' if rules and key }}
{%- if key %}
select
    {{ named_values(key) }}
    || case
        when count(*) > 1 then ' ' || {{ text_of('count(*)') }} || ' rows have this key.'
        else ' A part of the key is null.'
    end as message
from {{ model }}
group by {{ key | join(', ') }}
having
    {{ is_no_key(key) }}
{%- endif %}
{%- endif %}
{% endtest %}
