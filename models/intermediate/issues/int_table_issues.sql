with input_columns as (
    select * from {{ ref('product_retention', 'int_input_columns') }}
),

found as (
    {%- for model in [
        'int_rate_issues', 'int_company_issues', 'int_product_issues', 'int_product_name_issues',
        'int_start_time_issues', 'int_usage_issues', 'int_seed_issues',
    ] + (['int_event_issues'] if usage_sources() else []) %}
    select
        raw_table,
        row_key,
        issue,
        detail,
        raw_rows,
        arr
    from {{ ref(model) }}
    union all
    {%- endfor %}
    {%- for table_name in raw_tables() if table_name != 'licenses' %}
    {%- for line, issue in {
        'unread_line': 'unreadable_table_line', 'mended_line': 'table_line_mended',
    }.items() %}
    select
        '{{ table_name }}' as raw_table,
        '' as row_key,
        '{{ issue }}' as issue,
        min({{ line }}) as detail,
        count(*) as raw_rows,
        cast(null as {{ money_total_type() }}) as arr
    from {{ ref('product_retention', 'stg_planhat__' ~ table_name) }}
    where {{ line }} is not null
    having count(*) > 0
    union all
    {%- endfor %}
    {%- endfor %}
    select
        raw_table,
        column_name as row_key,
        'column_not_used' as issue,
        'column "' || column_name || '" of ' || raw_table || ' is used for nothing; if it is '
        || close_to || ', set column_names: {' || raw_table || ': {' || close_to || ': '
        || column_name || '}}' as detail,
        cast(null as bigint) as raw_rows,
        cast(null as {{ money_total_type() }}) as arr
    from input_columns
    where matched_to is null and close_to is not null
)

select
    raw_table,
    row_key,
    issue,
    detail,

    cast(raw_rows as bigint) as raw_rows,
    cast(arr as {{ money_total_type() }}) as arr
from found
