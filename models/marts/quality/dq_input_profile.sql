-- The profile of a build that the quality gate stops is in int_input_columns.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with input_columns as (
    select * from {{ ref('product_retention', 'int_input_columns') }}
)

select
    raw_table,
    column_name,
    matched_to,
    close_to,
    format_found,
    example,

    column_number,
    value_rows,
    missing_rows,
    unreadable_rows,
    distinct_words
from input_columns
