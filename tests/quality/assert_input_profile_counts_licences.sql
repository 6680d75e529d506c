-- The profile counts every raw licence row, and as unreadable what the licences list as unreadable.
{{ config(enabled=setting('known_at') is none) }}
with input_profile as (
    select * from {{ ref('product_retention', 'dq_input_profile') }}
    where raw_table = 'licenses'
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where unread_line is null and source_system = 'planhat'
),

listed as (
    {%- for column in ['from_date', 'to_date', 'arr', 'mrr', 'value'] %}
    select
        '{{ column }}' as matched_to,
        count(*) as raw_rows,
        count(unread_{{ column }}) as unreadable_rows
    from licenses
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    input_profile.column_name,
    input_profile.value_rows + input_profile.missing_rows - listed.raw_rows as rows_difference,
    input_profile.unreadable_rows - listed.unreadable_rows as unreadable_difference
from input_profile
inner join listed
    on input_profile.matched_to = listed.matched_to
where
    input_profile.value_rows + input_profile.missing_rows <> listed.raw_rows
    or input_profile.unreadable_rows <> listed.unreadable_rows
