{#- How much a comparison of exposed with controls rests on. It looks at how many of the controls had the
    outcome, never at how many of the exposed: otherwise it would speak only where the answer is yes. -#}
{% macro study_evidence(exposed, control_outcomes) -%}
    case
            when
                {{ exposed }} < {{ signal_threshold('min_exposed') }}
                or {{ control_outcomes }} < {{ signal_threshold('min_control_events') }}
                then 'too little'
            when
                {{ exposed }} < {{ signal_threshold('enough_exposed') }}
                or {{ control_outcomes }} < {{ signal_threshold('enough_control_events') }}
                then 'thin'
            else 'enough'
        end
{%- endmacro %}
