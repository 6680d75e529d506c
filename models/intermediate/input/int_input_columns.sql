{{ config(pre_hook={'sql': "{{ open_raw_tables() }}", 'transaction': not reads_csv()}) }}
{%- set kinds = raw_license_columns() -%}
{%- set written = kinds.numbers + kinds.dates + kinds.times -%}
{%- set word_columns = ['currency', 'status', 'renewal_status', 'type', 'role'] + kinds.flags -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set hidden_names = [none, 'name', 'owner'] if setting('pseudonymise_customers') else [] -%}
{#- Licences as of a past day come from the history, and not from the input. -#}
{%- set tables = input_tables(ref('product_retention',
    'stg_planhat__licenses' if other_sources() or setting('known_at') is not none
    else 'int_licenses_deduplicated')) -%}
{%- set measures = ['value_rows', 'parsed_rows', 'distinct_words', 'example', 'format_found'] -%}

with
{%- for table in tables if table.columns %}
trimmed_{{ table.name }} as (
    select
        {%- for name in table.columns %}
        {{ clean_text(name if setting('input') == 'sample' else quoted_name(name)) }}
            as text_{{ loop.index }},
        {%- endfor %}
        1 as row_count
    from {{ table.raw }}
    {{- '\n    where unread_line is null' if reads_csv() }}
),

raw_{{ table.name }} as (
    select
        {%- for name in table.columns %}
        {%- set text = known_text('text_' ~ loop.index) %}
        count({{ text }}) as value_rows_{{ loop.index }},
        min({{ text }}) as example_{{ loop.index }},
        {%- if table.contract.get(name) in word_columns %}
        count(distinct {{ lower_case(text) }}) as distinct_words_{{ loop.index }},
        {%- endif %}
        {%- endfor %}
        count(*) as raw_rows
    from trimmed_{{ table.name }}
),

parsed_{{ table.name }} as (
    select
        {%- for column, parsed in table.typed.items() if column in table.matched %}
        count({{ parsed }}) as parsed_rows_{{ table.columns.index(table.matched[column]) + 1 }},
        {%- endfor %}
        count(*) as all_rows
    from {{ table.parsed }}
),

columns_{{ table.name }} as (
    {%- for name in table.columns %}
    {%- set column = table.contract.get(name) %}
    {%- set likely = none if column else likely_column(table.name, name, table.matched) %}
    select
        {{ loop.index }} as column_number,
        {{ text_literal(name) }} as column_name,
        {{ text_literal(column) if column else no_text }} as matched_to,
        {{ text_literal(likely) if likely else no_text }} as close_to
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),
{% endfor %}
formats as (
    select * from {{ ref('product_retention', 'stg_planhat__license_formats') }}
),

measured as (
    {%- for table in tables if table.columns %}
    select
        '{{ table.name }}' as raw_table,
        input_columns.*,
        raw_{{ table.name }}.raw_rows,
        {%- for measure in measures %}
        {#- The first branch is never taken: it gives the type. #}
        case input_columns.column_number
            when 0 then {{ no_text if measure in measures[3:] else 'cast(null as bigint)' }}
            {%- for name in table.columns %}
            {%- set column = table.contract.get(name) %}
            {%- if measure == 'value_rows' or (measure == 'parsed_rows' and column in table.typed)
                or (measure == 'distinct_words' and column in word_columns)
                or (measure == 'example' and column not in hidden_names) %}
            when {{ loop.index }} then {{ measure }}_{{ loop.index }}
            {%- elif measure == 'format_found' and table.name == 'licenses' and column in written %}
            when {{ loop.index }} then coalesce(formats.{{ column }}_format, 'ambiguous')
            {%- endif %}
            {%- endfor %}
        end as {{ measure }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from columns_{{ table.name }} as input_columns
    cross join raw_{{ table.name }}
    cross join parsed_{{ table.name }}
    cross join formats
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {%- if not tables | selectattr('columns') | list %}
    select
        {%- for column in ['raw_table', 'column_name', 'matched_to', 'close_to', 'example', 'format_found'] %}
        {{ no_text }} as {{ column }},
        {%- endfor %}
        cast(null as integer) as column_number,
        {%- for column in ['raw_rows', 'value_rows', 'parsed_rows', 'distinct_words'] %}
        cast(null as bigint) as {{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    limit 0
    {%- endif %}
)

select
    raw_table,
    column_name,
    matched_to,
    close_to,
    case when value_rows > 0 then format_found end as format_found,
    substr(example, 1, 100) as example,

    column_number,
    value_rows,
    raw_rows - value_rows as missing_rows,
    coalesce(value_rows - parsed_rows, 0) as unreadable_rows,
    distinct_words
from measured
