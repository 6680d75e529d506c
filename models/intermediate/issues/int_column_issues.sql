-- With the columns of int_license_issues, though these issues are of no licence.
with input_columns as (
    select * from {{ ref('int_input_columns') }}
)

select
    cast(null as {{ dbt.type_string() }}) as license_id,
    cast(null as {{ dbt.type_string() }}) as customer_id,
    'column_not_used' as issue,
    'column "' || column_name || '" of ' || raw_table || ' is used for nothing; if it is '
    || close_to || ', set column_names: {' || raw_table || ': {' || close_to || ': ' || column_name
    || '}}' as detail,

    cast(null as {{ money_type() }}) as arr,

    cast(null as date) as ends_before
from input_columns
where matched_to is null and close_to is not null
