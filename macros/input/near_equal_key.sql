{#- What ids have in common that are equal but for case, blanks, characters that nobody sees, zeros in
    front, and .0 behind. The case of a Salesforce id of 15 characters tells it from others, so it stays;
    the three that make 18 of them only repeat it. -#}
{% macro near_equal_key(text) -%}
    {%- set seen = without_characters(text, blanks() ~ unseen_characters()) -%}
    {%- set lower = lower_case(seen) -%}
    coalesce(
            nullif({{ without_leading_zeros(
                'case when ' ~ has_form(seen, 'salesforce_id') ~ ' then substr(' ~ seen ~ ', 1, 15)'
                ~ ' when ' ~ lower ~ " like '%.0' then substr(" ~ lower ~ ', 1, length(' ~ lower ~ ') - 2)'
                ~ ' else ' ~ lower ~ ' end'
            ) }}, ''),
            {{ text }}
        )
{%- endmacro %}
