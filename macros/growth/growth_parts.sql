{#- The movements of a bridge added up over the months of every window: this one and those before. -#}
{% macro growth_parts(bridge, keys=[]) -%}
{%- set windows = list_var('retention_windows') -%}
{%- for window in windows %}
select
    {%- for key in keys %}
    {{ key }},
    {%- endfor %}
    {{ window }} as window_months,
    {%- set frame %} over (
        {{ 'partition by ' ~ keys | join(', ') if keys }} order by arr_month
        rows between {{ window - 1 }} preceding and current row
    )
    {%- endset %}
    coalesce(
        lag(opening_arr, {{ window - 1 }}) over (
            {{ 'partition by ' ~ keys | join(', ') if keys }} order by arr_month
        ), 0
    ) as opening_arr,
    {%- for movement_type in movement_types() %}
    sum({{ movement_type }}_arr){{ frame }} as {{ movement_type }}_arr,
    {%- endfor %}
    closing_arr,
    arr_month
from {{ bridge }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}
