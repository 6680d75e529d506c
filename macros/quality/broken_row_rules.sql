{#- The rules of test row_rules: for each the condition under which a row breaks it, and an expression
    for the words that say so, from a blank to a full stop. -#}
{% macro broken_row_rules(
    never_null, accepted_values, never_negative, shares, never_above, sums, rates
) -%}
    {%- set rules = [] -%}
    {%- for column in never_null -%}
        {%- do rules.append({'broken': column ~ ' is null', 'words': "' " ~ column ~ " is null.'"}) -%}
    {%- endfor -%}
    {%- for column, values in accepted_values.items() -%}
        {%- set accepted = [] -%}
        {%- for value in values -%}{%- do accepted.append(text_literal(value)) -%}{%- endfor -%}
        {%- do rules.append({
            'broken': column ~ ' not in (' ~ accepted | join(', ') ~ ')',
            'words': wrong_value(column, text_literal('one of ' ~ values | join(', '))),
        }) -%}
    {%- endfor -%}
    {%- for column in never_negative -%}
        {%- do rules.append({
            'broken': column ~ ' < 0', 'words': wrong_value(column, "'at least 0'"),
        }) -%}
    {%- endfor -%}
    {%- for column in shares -%}
        {%- do rules.append({
            'broken': column ~ ' < 0 or ' ~ column ~ ' > 1',
            'words': wrong_value(column, "'from 0 to 1'"),
        }) -%}
    {%- endfor -%}
    {%- for column, bound in never_above.items() -%}
        {%- do rules.append({
            'broken': column ~ ' > ' ~ bound ~ ' + 1e-12 * (1 + abs(' ~ bound ~ '))',
            'words': wrong_value(column, "'at most ' || " ~ text_of(bound), bound),
        }) -%}
    {%- endfor -%}
    {%- for equation in sums -%}
        {%- set total, sum = equation.split(' = ', 1) -%}
        {%- do rules.append({
            'broken': sum ~ ' <> ' ~ total, 'words': wrong_value(total, text_of(sum), sum),
        }) -%}
    {%- endfor -%}
    {%- for equation in rates -%}
        {%- set rate, ratio = equation.split(' = ', 1) -%}
        {%- set numerator, denominator = ratio.rsplit(' / ', 1) -%}
        {%- set expected -%}
            cast({{ numerator }} as {{ rate_type() }}) / nullif(cast({{ denominator }} as {{ rate_type() }}), 0)
        {%- endset -%}
        {%- set broken -%}
            ({{ rate }} is null and {{ denominator }} <> 0)
            or ({{ rate }} is not null and {{ denominator }} = 0)
            or abs({{ rate }} - {{ expected }}) > 1e-9 * (1 + abs({{ expected }}))
        {%- endset -%}
        {%- do rules.append({
            'broken': broken, 'words': wrong_value(rate, text_of(expected), ratio),
        }) -%}
    {%- endfor -%}
    {{ return(rules) }}
{%- endmacro %}
