{#- Half the width of the interval of a ratio of sums over entities, about 90 %: the standard error by
    leaving out one entity at a time, times a quantile of t with the effective number of entities by
    Kish. Null below 5 entities, and where about one of them has all the base. -#}
{% macro jackknife_half_width(
    entities, deviations, squared_deviations, base_total, squared_bases, z=1.959964
) -%}
    {%- set n = 'cast(' ~ entities ~ ' as ' ~ rate_type() ~ ')' -%}
    {%- set n_effective -%}
    (cast({{ base_total }} as {{ rate_type() }}) * cast({{ base_total }} as {{ rate_type() }})
            / nullif({{ squared_bases }}, 0))
    {%- endset -%}
    case
        when {{ entities }} >= 5 and {{ n_effective }} > 1.5 then
            {{ z }} * (1 + {{ z * z + 1 }} / (4 * ({{ n_effective }} - 1))) * sqrt(
                ({{ n }} - 1) / {{ n }} * greatest(
                    {{ squared_deviations }} - {{ deviations }} * {{ deviations }} / {{ n }}, 0
                )
            )
    end
{%- endmacro %}
