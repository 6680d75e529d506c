{% macro retention_windows(and_month=false) -%}
    {%- for window_months in (list_var('retention_windows') + ([1] if and_month else [])) | unique -%}
    select {{ window_months }} as window_months{{ "\n    union all\n    " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
