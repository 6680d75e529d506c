{% macro retention_windows(also=[]) -%}
    {%- for window_months in (list_var('retention_windows') + also) | unique -%}
    select {{ window_months }} as window_months{{ "\n    union all\n    " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
