{#- The movements of a bridge added up over the months of every window: this one and those before. -#}
{% macro growth_parts(bridge, keys=[]) -%}
{%- set sequence -%}
{{ 'partition by ' ~ keys | join(', ') ~ ' ' if keys }}order by arr_month
{%- endset -%}
{%- for window in list_var('retention_windows') %}
select
    {%- for key in keys %}
    {{ key }},
    {%- endfor %}
    {{ window }} as window_months,
    coalesce(lag(opening_arr, {{ window - 1 }}) over ({{ sequence }}), 0) as opening_arr,
    {%- for movement_type in movement_types() %}
    sum({{ movement_type }}_arr) over (
        {{ sequence }} rows between {{ window - 1 }} preceding and current row
    ) as {{ movement_type }}_arr,
    {%- endfor %}
    closing_arr,
    arr_month
from {{ bridge }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}
