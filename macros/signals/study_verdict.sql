{#- What the limits of a ratio of risks say. -#}
{% macro study_verdict(evidence, ci_low, ci_high) -%}
    case
        when {{ evidence }} = 'too little' then 'too little evidence'
        when {{ ci_high }} is null then 'no interval'
        when {{ ci_low }} > 1 + 1e-9 then 'more likely'
        when {{ ci_high }} < 1 - 1e-9 then 'less likely'
        else 'no clear difference'
    end
{%- endmacro %}
