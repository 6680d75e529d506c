{#- A limit of a ratio of risks, about 95 %, from the errors of its logarithm. With fewer than two exposed
    that had the outcome, the upper limit is that of a Poisson count of none or one. -#}
{% macro study_ratio_limit(
    side, risk_ratio, ratio_error, exposed_outcomes, exposed, exposed_weight, control_sum,
    control_error
) -%}
    {%- set z = 1.959964 -%}
    {%- if side == 'low' -%}
    case
            when {{ exposed_outcomes }} >= 2
                then {{ risk_ratio }} * exp(-{{ z }} * {{ ratio_error }})
            when {{ risk_ratio }} is not null and {{ control_error }} is not null
                then cast(0 as {{ rate_type() }})
        end
    {%- else -%}
    case
            when {{ exposed_outcomes }} >= 2
                then {{ risk_ratio }} * exp({{ z }} * {{ ratio_error }})
            when {{ risk_ratio }} is not null
                then
                    case when {{ exposed_outcomes }} = 1 then 5.571643 else 3.688879 end
                    * {{ safe_divide(exposed_weight, exposed) }}
                    / {{ control_sum }} * exp({{ z }} * {{ control_error }})
        end
    {%- endif -%}
{%- endmacro %}
