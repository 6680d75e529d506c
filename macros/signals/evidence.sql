{#- How much a rate rests on: from 5 entities thin, from threshold min_base enough. -#}
{% macro evidence(base) -%}
    case
        when {{ base }} = 0 then 'none'
        when {{ base }} >= {{ signal_threshold('min_base') }} then 'enough'
        when {{ base }} >= {{ thin_evidence() }} then 'thin'
        else 'too little'
    end
{%- endmacro %}
