{#- The figures and the history need the same rows: a table holds them where staging is a view. -#}
{{ config(materialized='view' if reads_csv() and var('known_at') is none else 'table') }}
{#- Rows of one id that agree in all of these columns are copies of one row. -#}
{%- set columns = [
    'customer_id', 'product_text', 'renewal_of_license_id', 'currency', 'status_text',
    'renewal_status', 'lost_reason', 'arr_amount', 'mrr_amount', 'value_amount', 'quantity',
    'length_months', 'unread_arr', 'unread_mrr', 'unread_value', 'unread_quantity',
    'is_end_date_included', 'is_fixed_term', 'auto_renews', 'is_recurring', 'is_trial',
    'is_deleted', 'from_date', 'to_date', 'unread_from_date', 'unread_to_date', 'unread_flags', 'renewal_date',
    'notice_date', 'created_at', 'updated_at',
] + list_var('license_attributes') -%}

with licenses as {{ not_materialized() }}(
    {% if var('known_at') is none -%}
    select * from {{ ref('stg_planhat__licenses') }}
    {%- else -%}
    select
        license_id,
        {{ columns | join(',\n        ') }},
        unread_fields,
        missing_words,
        unread_line
    from {{ license_versions_relation() }}
    where
        {{ is_known_on(var('known_at')) | indent(8) }}
    {%- endif %}
),

repeated_ids as (
    select license_id
    from licenses
    where license_id is not null
    group by license_id
    having count(*) > 1
),

unrepeated_rows as (
    select
        licenses.*,
        1 as copy_number,
        1 as version_number
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is null and licenses.license_id is not null
),

-- Rows without an id are numbered too, so that the history can tell them apart.
repeated_rows as (
    select licenses.*
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is not null or licenses.license_id is null
),

numbered_copies as (
    select
        *,
        row_number() over (
            partition by license_id, {{ columns | join(', ') }}
            order by
                coalesce(unread_fields, ''), coalesce(missing_words, ''), coalesce(unread_line, '')
        ) as copy_number
    from repeated_rows
),

ranked_versions as (
    select
        *,
        row_number() over (
            partition by license_id, copy_number
            order by
                updated_at desc nulls last, created_at desc nulls last,
                {{ columns | join(' nulls last, ') }} nulls last
        ) as version_number
    from numbered_copies
)

select * from unrepeated_rows
union all
select * from ranked_versions
