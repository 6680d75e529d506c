{#- The licence table as it is now, as a query to put into a CTE; `columns` are expressions of raw
    columns and their names. Staging may hold changed customers only once it is built, but a CSV file
    is read into staging, as a whole. -#}
{% macro loaded_licenses(columns) -%}
{%- if reads_csv() -%}
select * from {{ ref('stg_planhat__licenses') }}
{%- else -%}
select
    {%- for column in columns %}
    {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    {{ raw_rows('licenses', raw_license_columns()) | indent(4) }}
) as loaded
{%- endif -%}
{%- endmacro %}
